"""The administrator's window: groups, callback rules, projects, routing, templates, rights, and the files of rules."""
