"""The contact centre itself: its own process, an optional extra. The client reaches it by HTTP and never imports it."""
