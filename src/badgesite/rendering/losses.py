"""What of a Markdown text nobody will see: what cleaning takes out, and links that lead nowhere."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

from msgspec import Struct

from badgesite.rendering.markdown import SCHEMES, TAGS, shows_picture, to_raw_html


class Loss(Struct, frozen=True):
    """What is lost, as a sentence with its remedy, and a piece of the text to find it by.

    A link stays and leads nowhere; all else is taken out.
    """

    needle: str
    sentence: str
    remedy: str
    is_link: bool = False


def losses(text: str, *, within_site: bool = False) -> Iterator[Loss]:
    """Yield what is lost of a text, in its order, each once.

    Pages lie `within_site`, where links between them were resolved. Other texts are read in several
    places and in credentials: their links say the whole address, and they show no picture.
    """
    raw = to_raw_html(text)
    if raw is not None:
        reader = _Reader(within_site)
        reader.feed(raw)
        reader.close()
        yield from dict.fromkeys(reader.found)


class _Reader(HTMLParser):
    def __init__(self, within_site: bool) -> None:
        super().__init__()
        self.found: list[Loss] = []
        self._within_site = within_site

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that is not kept, or does not work."""
        given = {name: value or "" for name, value in attrs}
        if tag not in TAGS:
            sentence = f"<{tag}> is taken out, for texts keep no more than Markdown can write"
            self.found.append(Loss(f"<{tag}", sentence, "write it as Markdown, or link to it"))
        elif tag == "img":
            self._look_at_picture(given.get("src", ""))
        elif tag == "a" and "href" in given and not self._within_site:
            self._follow(given["href"])

    def _look_at_picture(self, source: str) -> None:
        if not self._within_site:
            sentence = f"the picture '{source}' is not there: pictures are shown in pages alone"
            self.found.append(Loss(source, sentence, "take it out, or link to it with https://"))
        elif not shows_picture(source):
            sentence = f"the picture '{source}' is not shown, for it lies on another site"
            remedy = "put it into content/images/ and write ../images/NAME"
            self.found.append(Loss(source, sentence, remedy))

    def _follow(self, target: str) -> None:
        try:
            scheme = urlsplit(target).scheme
        except ValueError:
            scheme = "none"
        if scheme in SCHEMES:
            return
        sentence = f"the link '{target}' leads nowhere"
        remedy = "write the whole address, with https:// or mailto: at its beginning"
        self.found.append(Loss(target, sentence, remedy, is_link=True))
