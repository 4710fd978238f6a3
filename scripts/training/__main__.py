"""Commands of scripts/train-model; see its --help."""
from __future__ import annotations

import argparse
import signal
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import release  # noqa: E402
import training  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(prog="train-model")
    parser.add_argument("command", choices=["train", "release", "validate", "status"])
    parser.add_argument("models", nargs="*", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hours", type=float, default=10.0)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    run = training.Run(options.work.absolute(), options.seed)
    run.prepare()
    if options.command == "train":
        run.train(time.time() + options.hours * 3600)
    elif options.command == "release":
        return release.release(run)
    elif options.command == "validate":
        shipped = [training.SHIPPED] if training.SHIPPED.exists() else []
        release.validate(run, options.models or [training.TESSDATA / "Thai.traineddata", *shipped])
    else:
        print(run.status())
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
