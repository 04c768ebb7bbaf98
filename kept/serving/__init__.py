"""Running Kept: the process tree, looking after it, and taking it elsewhere.

`supervisor` starts web server, worker and mail door as one tree; `web` is the server; `doctor`
looks whether all is well; `audit` whether what is stored is true; `backup` and `restore` move a
whole house. Everything here stands above the rooms and is called by `kept.cli` only.
"""
