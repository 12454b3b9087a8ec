"""What is an address a script may ask for, and which hosts a list names."""

import pytest

from limner_server.errors import ApiError
from limner_server.fetch.targets import allows, parse

NO_NAMES = [
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.0.01/",
    "http://127.0.0.1.2/",
    "http://1.2.3.256/",
    "http://example.0x1/",
    "http://%31%32%37.0.0.1/",
    "http://127。0。0。1/",
    "http://①②⑦.0.0.1/",
    "http://bücher.example/",
    "http://exa mple.com/",
    "http://[::1/",
    "http://[::1%25eth0]/",
    "http://[v1.x]/",
    "http://[127.0.0.1]/",
    "http://::1/",
    "http:///path",
    "http://",
    "http://.example.com/",
    "http://a..b/",
    "http://*.example.com/",
    "http://-a.example/",
    "http://a,b/",
    "http://a:/",
    "http://a:0/",
    "http://a:65536/",
    "http://a:80:80/",
    "http://a:+80/",
    "http://a:８０/",
    "http://" + "a" * 64 + ".example/",
    "http://" + "a." * 127 + "example/",
]


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://api.example.com/v1/x?q=1&r=%20#part", "https://api.example.com/v1/x?q=1&r=%20"),
        ("HTTPS://API.Example.COM", "https://api.example.com/"),
        ("https://example.com.:443/", "https://example.com/"),
        ("http://example.com:8080/a//b/../c", "http://example.com:8080/a//b/../c"),
        ("http://example.com?x", "http://example.com/?x"),
        ("http://192.0.2.1:80/", "http://192.0.2.1/"),
        ("http://[2001:DB8:0::1]:81/", "http://[2001:db8::1]:81/"),
        ("http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        ("http://xn--bcher-kva.example/", "http://xn--bcher-kva.example/"),
        ("http://my_host/ü?ü", "http://my_host/%C3%BC?%C3%BC"),
    ],
)
def test_an_address_is_read_in_one_way(url: str, read: str) -> None:
    target = parse(url)
    assert target.url.replace("::ffff:127.0.0.1", "::ffff:7f00:1") == read
    assert parse(target.url) == target


@pytest.mark.parametrize("url", NO_NAMES)
def test_a_host_that_two_readers_could_take_for_different_ones_is_refused(url: str) -> None:
    with pytest.raises(ApiError, match="cannot be asked") as refused:
        parse(url)
    assert (refused.value.status, refused.value.code) == (422, "bad_address")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://example.com/", "neither http:// nor https://"),
        ("file:///etc/passwd", "neither http:// nor https://"),
        ("//example.com/", "neither http:// nor https://"),
        ("example.com", "neither http:// nor https://"),
        ("", "neither http:// nor https://"),
        ("ws://example.com/", "neither http:// nor https://"),
        ("http://user:secret@example.com/", "user name"),
        ("http://example.com@127.0.0.1/", "user name"),
        ("http://@example.com/", "user name"),
        ("http://example.com\\@evil.example/", "backslash"),
        ("http:\\\\example.com/", "backslash"),
        ("http://example.com/a b", "a space"),
        ("http://example.com/\r\nHost: evil.example", "control character"),
        ("http://exam\tple.com/", "control character"),
        ("http://example.com/\x00", "control character"),
        (" http://example.com/", "a space"),
        ("http://example.com/" + "x" * 8_000, "characters"),
    ],
)
def test_what_is_no_plain_web_address_is_refused_with_why(url: str, why: str) -> None:
    with pytest.raises(ApiError, match=why) as refused:
        parse(url)
    assert refused.value.status == 422


@pytest.mark.parametrize(
    ("hosts", "url", "allowed"),
    [
        (["example.com"], "https://example.com/", True),
        (["example.com"], "http://example.com/", True),
        (["Example.COM."], "https://example.com/", True),
        (["example.com"], "https://example.com:8443/", False),
        (["example.com"], "http://example.com:443/", False),
        (["example.com"], "https://www.example.com/", False),
        (["example.com"], "https://example.com.evil.example/", False),
        (["example.com"], "https://notexample.com/", False),
        (["example.com:8443"], "https://example.com:8443/", True),
        (["example.com:8443"], "https://example.com/", False),
        (["example.com:443"], "https://example.com/", True),
        (["example.com:443"], "http://example.com/", False),
        (["[2001:db8::1]"], "http://[2001:db8:0::1]/", True),
        (["[2001:db8::1]:81"], "http://[2001:db8::1]:81/", True),
        (["2001:db8::1"], "http://[2001:db8::1]/", False),
        (["127.0.0.1"], "http://[::ffff:127.0.0.1]/", False),
        (["a.example", "b.example"], "http://b.example/", True),
        (["*.example.com", "*", "", "https://example.com", "example.com/"], "https://example.com/", False),
        ([], "https://example.com/", False),
    ],
)
def test_a_list_names_a_host_exactly_and_a_port_only_where_it_says_so(
    hosts: list[str], url: str, allowed: bool
) -> None:
    assert allows(hosts, parse(url)) is allowed


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/next", "https://example.com:8443/next"),
        ("next?x=1#y", "https://example.com:8443/a/next?x=1"),
        ("//other.example/x", "https://other.example/x"),
        ("http://other.example", "http://other.example/"),
        ("", "https://example.com:8443/a/b?q"),
    ],
)
def test_a_redirect_is_taken_from_where_it_was_given(location: str, url: str) -> None:
    assert parse("https://example.com:8443/a/b?q").joined(location).url == url


@pytest.mark.parametrize(
    "location", ["http://[", "javascript:alert(1)", "http://a@b/", "http:\\\\evil.example", "http://0x7f.1/"]
)
def test_a_redirect_to_what_is_no_plain_address_is_refused(location: str) -> None:
    with pytest.raises(ApiError, match="cannot be asked"):
        parse("https://example.com/").joined(location)
