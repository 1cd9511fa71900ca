"""The neutral files of a deployment: they are the same in each, and tell nothing."""

_NOT_FOUND = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not found</title>
</head>
<body>
<h1>Not found</h1>
<p>There is nothing at this address. A link that led you here may be an old one: ask for a new one.
</body>
</html>
"""
NEUTRAL = {
    ".nojekyll": b"",
    "404.html": _NOT_FOUND.encode(),
    "robots.txt": b"User-agent: *\nDisallow: /\n",
}
