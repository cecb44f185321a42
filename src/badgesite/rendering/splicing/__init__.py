"""Pages that differ in a few values, made without running their template for each of them.

A template is run once with a stand-in for its view (`tracing`). What it prints of the view becomes
a hole, what it decides by the view becomes a question. For the next view the questions are asked
again; the same answers lead to the same text around the holes (`pages`). Templates, filters and
views need to know nothing of this.
"""

from badgesite.rendering.splicing.pages import Render, Spliced, following
from badgesite.rendering.splicing.tracing import followed

__all__ = ["Render", "Spliced", "followed", "following"]
