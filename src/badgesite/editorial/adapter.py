"""MkDocs 1.6 as a library: the only importer of it, so that a fork can take its place.

The configuration is built in code, in folders that live as long as one call. No mkdocs.yml, theme,
plugin or hook of the provider's is read, and nothing but the HTML of the given pages comes back.
"""

import logging
import re
import tempfile
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from msgspec import Struct, field

from badgesite.addresses import page_path
from badgesite.editorial.front import HOME, problem, read_front, shows_pages
from badgesite.editorial.links import Astray, Targets, resolve
from badgesite.editorial.results import Editorial, HomeText, Text
from badgesite.errors import Origin, Problem, in_order
from badgesite.model import Page

_EXTENSIONS = ["abbr", "def_list", "sane_lists"]
_HEADING = re.compile(r"<h([1-6])>")
_ANCHOR = re.compile(r"Doc file '(?P<page>.+?)' contains a link '(?P<link>.+?)', but (?P<why>.+)")
_RESERVED = frozenset({"main", "top"})
_ALONE = threading.Lock()  # what MkDocs logs is of one run at a time


class Job(Struct):
    """What one call was asked for, and what has come of it so far."""

    pages: tuple[Page, ...]
    environment: Any
    context_of: Callable[[str], Mapping[str, Any]]
    clean: Callable[[str], str]
    targets: Targets
    prefix: str
    current: str = ""
    home: HomeText | None = None
    pictures: set[str] = field(default_factory=set)
    learners: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    paths: dict[str, str] = field(default_factory=dict)

    def page(self, path: str) -> Page:
        """Return the page at a path below content/pages/."""
        return next(page for page in self.pages if page.path == path)

    def note(self, path: str, needle: str, sentence: str, remedy: str, code: str) -> None:
        """Note a mistake in a page."""
        self.problems.append(problem(self.page(path), needle, sentence, remedy, code))


def run(job: Job) -> Editorial:
    """Render the pages; problems instead of exceptions, whatever MkDocs makes of them."""
    with _ALONE, tempfile.TemporaryDirectory(prefix="badgesite-pages-") as folder, _quiet() as said:
        docs, site = Path(folder, "docs").resolve(), Path(folder, "site").resolve()
        for page in job.pages:
            path = docs / page.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(page.text, "utf-8", newline="\n")
        site.mkdir()
        try:
            build(_configuration(job, docs, site))
        except (Exception, SystemExit) as error:  # mkdocs.exceptions.Abort is a SystemExit
            _note_failure(job, error)
        _note_warnings(job, said)
        if job.problems:
            return Editorial(problems=in_order(job.problems))
        files = {job.paths[path]: (site / job.paths[path]).read_bytes() for path in job.paths}
    return Editorial(
        dict(sorted(files.items())),
        job.home,
        tuple(sorted(job.pictures)),
        learners=job.learners,
    )


def _configuration(job: Job, docs: Path, site: Path) -> MkDocsConfig:
    config = MkDocsConfig(config_file_path=str(docs.parent / "mkdocs.yml"))
    config.load_dict(
        {
            "site_name": "pages",
            "docs_dir": str(docs),
            "site_dir": str(site),
            "theme": {"name": None, "custom_dir": str(site)},
            "plugins": [],
            "hooks": [],
            "exclude_docs": "!/templates/\n",
            "markdown_extensions": [*_EXTENSIONS, {"toc": {"slugify": _slug}}],
            "validation": {
                "omitted_files": "ignore",
                "links": {
                    "not_found": "ignore",
                    "absolute_links": "ignore",
                    "unrecognized_links": "ignore",
                    "anchors": "warn",
                },
            },
        }
    )
    errors, _ = config.validate()
    if errors:
        raise RuntimeError(f"MkDocs does not take the configuration: {errors[0]}")
    config.theme.static_templates = set()
    config.theme.dirs.clear()
    extensions: list[Any] = config.markdown_extensions  # MkDocs says names; objects work too
    extensions.append(_Links(job))
    config.plugins["badgesite-pages"] = _Pages(job)
    return config


def _slug(text: str, separator: str) -> str:
    """Return a heading's anchor; headings in any script keep their letters."""
    words = re.findall(r"\w+", text.lower())
    slug = separator.join(words) or "section"
    return f"{slug}{separator}1" if slug in _RESERVED else slug


class _Pages(BasePlugin):  # type: ignore[type-arg, no-untyped-call]
    """Hands MkDocs our templates and context, and takes its HTML through the cleaning."""

    def __init__(self, job: Job) -> None:
        self.job = job

    def on_env(self, env: Any, *, config: Any, files: Any) -> Any:
        """Return the theme's environment, which escapes, in place of MkDocs' own."""
        return self.job.environment

    def on_page_markdown(self, markdown: str, *, page: Any, config: Any, files: Any) -> str:
        """Check the fields at the head."""
        job, path = self.job, page.file.src_uri
        job.current = path
        fields, problems = read_front(job.page(path), page.meta)
        job.problems += problems
        self._check_template(path, fields)
        page.meta = fields
        if path == HOME:
            fields.pop("template", None)
        else:
            self._take(path, page.file.dest_uri)
        return markdown

    def _check_template(self, path: str, fields: dict[str, str]) -> None:
        name = fields.get("template")
        if name is None:
            return
        try:
            self.job.environment.get_template(name)
            sentence = f"the template '{name}' has no place for a page's text (page.content)"
            remedy = "delete the line, or name a template of your theme that extends main.html"
            fits = shows_pages(self.job.environment, name)
        except Exception:  # whatever the loader says: it is the page that names it
            sentence = f"there is no template '{name}' that works"
            remedy = "delete the line, or add the template to templates/ of your theme"
            fits = False
        if not fits:
            self.job.note(path, name, sentence, remedy, "template")
            del fields["template"]

    def _take(self, path: str, written: str) -> None:
        other = next((each for each, to in self.job.paths.items() if to == written), None)
        if other:
            sentence = f"this page and content/pages/{other} have the same address"
            self.job.note(path, "", sentence, "rename one of the two", "same-address")
        self.job.paths[path] = written

    def on_page_content(self, html: str, *, page: Any, config: Any, files: Any) -> str:
        """Clean the HTML, and give its headings their anchors back."""
        cleaned = _with_anchors(self.job.clean(html), page.toc)
        if page.file.src_uri == HOME:
            said = page.meta
            self.job.home = HomeText(said.get("headline", ""), said.get("lede", ""), cleaned)
        elif "<h1" not in cleaned:
            cleaned = f"<h1>{escape(str(page.title))}</h1>\n{cleaned}"
        return cleaned

    def on_page_context(self, context: Any, *, page: Any, config: Any, nav: Any) -> Any:
        """Return what the theme's templates need; nothing of MkDocs reaches them."""
        job = self.job
        job.current = page.file.src_uri
        url = "" if page.file.url == "./" else page.file.url
        shown = Text(str(page.title), page.content, page.meta)
        return {**job.context_of(url), "page": shown}


class _Links(Extension):
    """Resolves links before MkDocs sees them."""

    def __init__(self, job: Job) -> None:
        super().__init__()
        self.job = job

    def extendMarkdown(self, md: Markdown) -> None:
        """Run after inline patterns made the links and before MkDocs resolves pages."""
        md.treeprocessors.register(_LinkWalk(md, self.job), "badgesite-links", 4)


class _LinkWalk(Treeprocessor):
    def __init__(self, md: Markdown, job: Job) -> None:
        super().__init__(md)
        self.job = job

    def run(self, root: Any) -> None:
        """Rewrite every link and picture, or note why it leads nowhere."""
        job = self.job
        url = job.prefix + page_path(job.current)
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(element.tag)
            target = element.get(name) if name else None
            if target is None:
                continue
            shown = element.tag == "img"
            led = resolve(target, job.current, url, job.targets, picture=shown)
            if isinstance(led, Astray):
                job.note(job.current, target, led.sentence, led.remedy, "dead-link")
                continue
            element.set(name, led.href)
            if led.picture:
                job.pictures.add(led.picture)
            name = target.partition("#")[0]
            if name.startswith("learner:"):
                job.learners[name] = job.targets.addresses[name]


def _with_anchors(html: str, toc: Any) -> str:
    """Give headings, from which cleaning took the ids, the ids that links in pages use."""
    ids = list(_ids(toc))
    if len(ids) != len(_HEADING.findall(html)):
        return html
    rest = iter(ids)
    return _HEADING.sub(lambda match: f'<h{match[1]} id="{escape(next(rest))}">', html)


def _ids(items: Any) -> Iterator[str]:
    for item in items:
        yield item.id
        yield from _ids(item.children)


# ------------------------------------------------------------------ what MkDocs says
class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the message."""
        self.said.append(record.getMessage())


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """Keep what MkDocs logs from the terminal, and everything as it was afterwards."""
    logger = logging.getLogger(build.__module__.partition(".")[0])  # a fork has another name
    listener = _Listener()
    before = logger.level, logger.propagate, logger.handlers[:]
    logger.setLevel(logging.WARNING)
    logger.propagate, logger.handlers = False, [listener]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield listener.said
    finally:
        logger.setLevel(before[0])
        logger.propagate, logger.handlers = before[1], before[2]


def _note_warnings(job: Job, said: list[str]) -> None:
    for message in said:
        found = _ANCHOR.match(message)
        if found:
            sentence = f"the link '{found['link']}' leads to no heading"
            remedy = "write a heading's words in small letters, with hyphens for spaces"
            job.note(found["page"], found["link"], sentence, remedy, "dead-link")


def _note_failure(job: Job, error: BaseException) -> None:
    """Note why MkDocs stopped, unless a mistake that is known already may be the reason."""
    if job.problems:
        return
    reason = " ".join(str(error).split())[:200] or type(error).__name__
    origin = job.page(job.current).origin if job.current else Origin("content/pages")
    template = f"{getattr(error, 'name', None) or ''}:{getattr(error, 'lineno', None) or ''}"
    where = f" ({template})" if template != ":" else ""
    sentence = f"this page could not be rendered: {reason}{where}"
    job.problems.append(
        Problem(origin, sentence, "simplify its Markdown, or correct its template", "page")
    )
