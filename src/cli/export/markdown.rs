//! Maintainers' Markdown as HTML in which nothing acts: no raw HTML, no image, no address but those of pages and mail.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// Ways to begin an address that only lead somewhere.
const SCHEMES: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// Whether an address may be a link.
pub(super) fn is_address(url: &str) -> bool {
    let url = url.trim().to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| url.starts_with(scheme))
}

/// Draws Markdown as HTML. HTML in it is shown as the text that it is; of an image its description stays, of a link
/// that leads to no page its words; a heading is a bold line.
pub(super) fn to_html(markdown: &str) -> String {
    // Whether each link that is open was kept.
    let mut links = Vec::new();
    let events = Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH).flat_map(|event| {
        let (first, second) = match event {
            Event::Html(text) | Event::InlineHtml(text) => (Some(Event::Text(text)), None),
            Event::Start(Tag::HtmlBlock) => (Some(Event::Start(Tag::Paragraph)), None),
            Event::End(TagEnd::HtmlBlock) => (Some(Event::End(TagEnd::Paragraph)), None),
            Event::Start(Tag::Heading { .. }) => (
                Some(Event::Start(Tag::Paragraph)),
                Some(Event::Start(Tag::Strong)),
            ),
            Event::End(TagEnd::Heading(_)) => (
                Some(Event::End(TagEnd::Strong)),
                Some(Event::End(TagEnd::Paragraph)),
            ),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => (None, None),
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                // `<name@example.org>` is written without its scheme.
                let is_mail = dest_url.contains('@') && !dest_url.contains([':', '/']);
                let kept = is_mail || is_address(dest_url);
                links.push(kept);
                (kept.then_some(event), None)
            }
            Event::End(TagEnd::Link) => {
                let kept = links.pop().unwrap_or(false);
                (kept.then_some(event), None)
            }
            event => (Some(event), None),
        };
        first.into_iter().chain(second)
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_maintainers_write_is_drawn() {
        assert_eq!(
            to_html("**Oui.** Voir [la page](https://example.org/?a=1&b=2).\n\n- un\n- <a@b.org>"),
            "<p><strong>Oui.</strong> Voir <a href=\"https://example.org/?a=1&amp;b=2\">la page</a>.</p>\n\
             <ul>\n<li>un</li>\n<li><a href=\"mailto:a@b.org\">a@b.org</a></li>\n</ul>"
        );
    }

    #[test]
    fn nothing_in_it_acts() {
        for (markdown, html) in [
            (
                "a <b onclick=x>c</b>",
                "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>",
            ),
            (
                "<script>x</script>",
                "<p>&lt;script&gt;x&lt;/script&gt;</p>",
            ),
            ("[a](javascript:x)", "<p>a</p>"),
            ("[a](JaVaScRiPt:x@y)", "<p>a</p>"),
            ("[a](data:text/html,x)", "<p>a</p>"),
            ("[a](//evil.example)", "<p>a</p>"),
            ("![a](https://example.org/x.png)", "<p>a</p>"),
            ("Titre\n===", "<p><strong>Titre</strong></p>"),
            (
                "[a](https://example.org/\"onmouseover=\"x)",
                "<p><a href=\"https://example.org/%22onmouseover=%22x\">a</a></p>",
            ),
        ] {
            assert_eq!(to_html(markdown).trim(), html, "{markdown}");
        }
    }

    proptest! {
        #[test]
        fn no_text_becomes_a_tag_of_its_own(text in "(<|>|/|\"|'|script|img|on=|\\[|\\]|\\(|\\)|!|`|\n| |&|;|:){0,40}") {
            let html = to_html(&text);
            prop_assert!(!html.contains("<script") && !html.contains("<img"), "{}", html);
        }
    }
}
