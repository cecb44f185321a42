"""What a picture from outside may be made of: names of elements, attributes and properties."""

# fmt: off
# elements that are written again
ELEMENTS = frozenset(
    (
        "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line",
        "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop",
        "clipPath", "mask", "pattern", "marker", "image", "title", "desc",
    )
)
# attributes whose values are numbers, within bounds
GEOMETRY = frozenset(
    (
        "cx", "cy", "fx", "fy", "fr", "r", "rx", "ry", "x", "x1", "x2", "y", "y1", "y2", "dx",
        "dy", "width", "height", "refX", "refY", "offset", "markerWidth", "markerHeight",
        "pathLength",
    )
)
# further attributes
ATTRIBUTES = frozenset(
    (
        "id", "d", "points", "transform", "gradientTransform", "patternTransform",
        "gradientUnits", "patternUnits", "patternContentUnits", "clipPathUnits", "maskUnits",
        "maskContentUnits", "markerUnits", "spreadMethod", "viewBox", "preserveAspectRatio",
        "orient", "rotate", "textLength", "lengthAdjust",
    )
)
# properties, as attributes or in style rules
PROPERTIES = frozenset(
    (
        "clip-path", "clip-rule", "color", "display", "fill", "fill-opacity", "fill-rule",
        "font-family", "font-size", "font-style", "font-weight", "letter-spacing", "marker-end",
        "marker-mid", "marker-start", "mask", "opacity", "overflow", "paint-order", "stop-color",
        "stop-opacity", "stroke", "stroke-dasharray", "stroke-dashoffset", "stroke-linecap",
        "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width", "text-anchor",
        "vector-effect", "visibility",
    )
)
# fmt: on
