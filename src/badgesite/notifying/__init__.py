"""Letters to learners: written as files or sent by SMTP, each at most once. Composes no words."""

from badgesite.notifying.journal import Journal, State, mark_of
from badgesite.notifying.letter import Letter, Sender, message_of
from badgesite.notifying.posting import Post, Posted, post
from badgesite.notifying.smtp import Relay, Server, server_of

__all__ = [
    "Journal",
    "Letter",
    "Post",
    "Posted",
    "Relay",
    "Sender",
    "Server",
    "State",
    "mark_of",
    "message_of",
    "post",
    "server_of",
]
