"""What is read of the machine that badgesite runs on: environment, clock and processors.

The command line and the MkDocs plugin hand it to everything below them, which reads none of it.
"""

import os
from datetime import UTC, datetime

_MAIN = ("main", "master", "production")  # the branches that hosts publish from


def environment(signer: str | None = None) -> dict[str, str]:
    """Return the variables that badgesite reads: BADGESITE_* and nothing else.

    `signer` is the command that signs, where the command line gives one. A host that builds a
    change nobody has accepted yet gets no key, whatever it was told.
    """
    found = {name: value for name, value in os.environ.items() if name.startswith("BADGESITE_")}
    if signer is not None:
        found["BADGESITE_SIGNER_COMMAND"] = signer
    found.pop("BADGESITE_PREVIEW", None)
    return {"BADGESITE_PREVIEW": "1"} if is_preview_deploy() else found


def form_of_problems() -> str:
    """Return how problems are shown where nobody says how: as annotations inside GitHub Actions."""
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def is_preview_deploy() -> bool:
    """Whether a host is building a change that is not part of the main branch: never signed."""
    look = os.environ.get
    netlify = look("CONTEXT") in ("deploy-preview", "branch-deploy")
    cloudflare = look("CF_PAGES") == "1" and look("CF_PAGES_BRANCH", "main") not in _MAIN
    github = look("GITHUB_ACTIONS") == "true" and look("GITHUB_EVENT_NAME", "").startswith(
        "pull_request"
    )
    gitlab = look("GITLAB_CI") == "true" and look("CI_PIPELINE_SOURCE") == "merge_request_event"
    return netlify or cloudflare or github or gitlab


def is_production_deploy() -> bool:
    """Whether a host is building what the public will see: then an unsigned site is a mistake."""
    look = os.environ.get
    netlify = look("CONTEXT") == "production"
    cloudflare = look("CF_PAGES") == "1" and look("CF_PAGES_BRANCH", "main") in _MAIN
    github = (
        look("GITHUB_ACTIONS") == "true"
        and look("GITHUB_EVENT_NAME") in ("push", "workflow_dispatch", "schedule")
        and look("GITHUB_REF", "").removeprefix("refs/heads/") in _MAIN
        and look("BADGESITE_DEPLOY") == "1"
    )
    return netlify or cloudflare or github


def now() -> datetime:
    """Return this instant, for what a command says of today in the site's own time zone."""
    return datetime.now(UTC)


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
