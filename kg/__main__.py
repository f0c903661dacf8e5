"""`python -m kg` is the command `kg`, also where no folder of commands is on the PATH."""

from kg.cli import main

if __name__ == "__main__":
    main()
