"""The loopback reads HTML as Telegram does, mistakes included; the cases follow tdlib's own tests."""

import pytest

from tests.kit.botapi_html import HtmlError, parse


@pytest.mark.parametrize(
    ("markup", "sentence"),
    [
        ("🏟 🏟&lt;<abac>", 'Unsupported start tag "abac" at byte offset 13'),
        ("🏟 🏟&lt;<i   =aba>", 'Empty attribute name in the tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba>", 'Can\'t find end tag corresponding to start tag "i"'),
        ("🏟 🏟&lt;<i    aba  =  ", 'Unclosed start tag "i" at byte offset 13'),
        ("🏟 🏟&lt;<i    aba  =  190azAz-.,", "Unexpected end of name token at byte offset 27"),
        ('🏟 🏟&lt;<i    aba  =  "&lt;&gt;&quot;>', "Unclosed start tag at byte offset 13"),
        ("🏟 🏟&lt;</", "Unexpected end tag at byte offset 13"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        ("🏟 🏟&lt;<i>a</em   >", 'Unmatched end tag at byte offset 17, expected "</i>", found "</em>"'),
        ("<b>a<i>b</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
        ("2 < 3", 'Unsupported start tag "" at byte offset 2'),
        ("<", "Unclosed start tag at byte offset 0"),
        ('<span class="x">a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("&#57311;", "Text contains invalid Unicode characters"),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(markup, sentence):
    with pytest.raises(HtmlError) as mistake:
        parse(markup)
    assert str(mistake.value).startswith(sentence)


@pytest.mark.parametrize(
    ("markup", "text", "entities"),
    [
        ("&ge;&lt;&gt;&amp;&quot;&laquo;&#12345678;", '&ge;<>&"&laquo;&#12345678;', []),
        ("&#64;&#x40; a > b & c", "@@ a > b & c", []),
        ("➡️ ➡️<i>➡️ ➡️</i>", "➡️ ➡️➡️ ➡️", [{"type": "italic", "offset": 5, "length": 5}]),
        (
            '<a href="https://a.vn/?x=1&amp;y=2">Sở</>',
            "Sở",
            [{"type": "text_link", "offset": 0, "length": 2, "url": "https://a.vn/?x=1&y=2"}],
        ),
        (
            "😀<b>a<u>b</u></b>",
            "😀ab",
            [{"type": "bold", "offset": 2, "length": 2}, {"type": "underline", "offset": 3, "length": 1}],
        ),
        ("<tg-spoiler>x</tg-spoiler><b></b>", "x", [{"type": "spoiler", "offset": 0, "length": 1}]),
    ],
)
def test_good_html_becomes_text_and_entities(markup, text, entities):
    assert parse(markup) == (text, entities)
