"""A contact centre to try out: customers, colleagues and callers around the one user who is real.

``running.prepare(settings, scene, fresh=…)`` gives a `running.Demo`, which is served like any centre by `server.run` or
`server.serve`. The user is ``anna`` with the password ``demo`` on phone 204 (a supervisor: ``sonja``, ``demo``, 209; an
administrator: ``ada``, ``demo``, 219).
``running.QUIET`` is the scene in which nothing happens by itself; `control` lets a script make calls arrive.
"""
