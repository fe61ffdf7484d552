"""Random programs of C-layer calls: whatever they do, the interpreter must live.

A *program* is a list of steps, each a call's name and a seed from which its arguments are drawn.
Programs run in children of a server that Linux's namespaces confine (`confinement`): they see an
empty directory, a loopback of their own and no other process. A child that a signal ends, that
hangs, or that sees an exception no document promises has found a bug.

    prototypes   what a call takes, read from its docstring
    values       C values and Python objects at random, right and wrong
    arguments    those values for one parameter of a prototype
    world        what a program has at hand: descriptors, streams, values that calls returned
    exclusions   what is never called, or only with certain arguments, and why
    documented   the exceptions that a call may raise
    crowd        threads that call everything at once
    loops        one call, over and over: what it leaves behind
    server       runs programs in children
    client       starts the server, hands it programs, judges how they ended
"""
