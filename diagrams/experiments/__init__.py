"""What the posts compare: small trainings of the published script that differ in one thing.

    python -m diagrams.experiments --list
"""
