"""Run what the posts compare: small trainings of the published script that differ in one thing.

    python -m diagrams.experiments                       list them, and whether they are up to date
    python -m diagrams.experiments pooling --data data/creatures.npz
    python -m diagrams.experiments all --data data/creatures.npz

Each is run with three seeds, and takes at most ten minutes on two cores; `lines`, which runs the
script more than a hundred times, takes half an hour. The results are small files beside this module;
figures and pages are drawn from them.
"""

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m diagrams.experiments", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", metavar="NAME", help="an experiment, or all")
    parser.add_argument("--data", type=Path, default=Path("data/creatures.npz"),
                        help="photos as docs/script/augment_images.py writes them (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="the first of three seeds (default: %(default)s)")
    parser.add_argument("--to", type=Path, metavar="FOLDER",
                        help="write the results there, and leave those of the project as they are")
    return parser.parse_args()


def main() -> int:
    options = parse()
    from diagrams.experiments import results
    from diagrams.experiments.run import check, run
    from diagrams.experiments.studies import STUDIES
    try:
        if options.name is None:
            for name, study in STUDIES.items():
                print(f"{name:<10} {results.state(name):<45} {study.question}".rstrip())
            return 0
        wanted = list(STUDIES) if options.name == "all" else [options.name]
        if wanted[0] not in STUDIES:
            raise ValueError(f"no experiment is named {options.name}; there are {', '.join(STUDIES)}")
        for name in wanted:
            check(STUDIES[name])
        for name in wanted:
            run(name, options.data, options.seed, options.to or results.FOLDER)
    except (ValueError, OSError) as error:
        print(f"experiments: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped; earlier results are as they were", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
