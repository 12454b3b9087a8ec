"""The commands of `limner`, one file each: `arguments` declares its flags, `run` does it and gives the exit code.

The command line imports only the one that is asked for, so that `limner check` need not wait for the server.
"""
