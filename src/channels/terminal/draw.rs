//! Markdown for people at a terminal: wrapped lines, bold type, addresses written out.

use std::io::IsTerminal;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::settings::Color;

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With bold type and colours.
    pub colours: bool,
    /// Columns of the terminal.
    pub width: usize,
}

/// Columns past which lines are hard to read.
const WIDEST: usize = 100;

impl Style {
    /// As standard output wants it: colours when it is a terminal and `NO_COLOR` is not set, unless the setting says
    /// otherwise; as wide as the terminal, within reason.
    #[must_use]
    pub fn of_output(color: Color) -> Self {
        let is_terminal = std::io::stdout().is_terminal();
        let colours = match color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => is_terminal && std::env::var_os("NO_COLOR").is_none(),
        };
        let width = terminal_size::terminal_size()
            .filter(|_| is_terminal)
            .map_or(WIDEST, |(width, _)| usize::from(width.0).min(WIDEST));
        Self { colours, width }
    }
}

const BOLD: (&str, &str) = ("\u{1b}[1m", "\u{1b}[22m");
const ITALIC: (&str, &str) = ("\u{1b}[2m", "\u{1b}[22m");
const LINK: (&str, &str) = ("\u{1b}[36m", "\u{1b}[39m");

/// Draws Markdown. What is no Markdown is text; an address stands in parentheses behind what it is for.
#[must_use]
pub fn draw(markdown: &str, style: Style) -> String {
    let mut drawing = Drawing {
        style,
        out: String::new(),
        line: String::new(),
        indent: Vec::new(),
        marker: None,
        link: None,
    };
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH) {
        drawing.event(event);
    }
    drawing.flush();
    drawing.out.trim_end().to_owned()
}

struct Drawing {
    style: Style,
    out: String,
    /// The paragraph so far.
    line: String,
    /// One number of the next item a list; `None` for a list with dashes.
    indent: Vec<Option<u64>>,
    /// The mark of the item that begins.
    marker: Option<String>,
    /// Where the link goes, and where its text begins in the line.
    link: Option<(String, usize)>,
}

impl Drawing {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Paragraph | Tag::Heading { .. })
                if self.marker.is_none() && self.indent.is_empty() =>
            {
                self.blank();
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => self.flush(),
            Event::Start(Tag::List(first)) => {
                self.flush();
                if self.indent.is_empty() && !self.out.is_empty() && !self.ends_with_heading() {
                    self.blank();
                }
                self.indent.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                self.flush();
                self.indent.pop();
            }
            Event::Start(Tag::Item) => {
                let marker = match self.indent.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.marker = Some(marker);
            }
            Event::Start(Tag::Strong) => self.switch(BOLD.0),
            Event::End(TagEnd::Strong) => self.switch(BOLD.1),
            Event::Start(Tag::Emphasis) => self.switch(ITALIC.0),
            Event::End(TagEnd::Emphasis) => self.switch(ITALIC.1),
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.link = Some((dest_url.into_string(), self.line.len()));
            }
            Event::End(TagEnd::Link) => {
                if let Some((target, start)) = self.link.take()
                    && self.line.get(start..) != Some(target.as_str())
                {
                    self.line.push_str(" (");
                    self.switch(LINK.0);
                    self.line.push_str(&target);
                    self.switch(LINK.1);
                    self.line.push(')');
                }
            }
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.line.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.line.push('\n'),
            Event::Rule => self.blank(),
            _ => {}
        }
    }

    fn switch(&mut self, sequence: &str) {
        if self.style.colours {
            self.line.push_str(sequence);
        }
    }

    fn blank(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Whether a list follows the line that names it.
    fn ends_with_heading(&self) -> bool {
        let last = self.out.trim_end().rsplit('\n').next().unwrap_or_default();
        !last.ends_with(['.', '!', '?'])
    }

    /// Writes the paragraph so far, wrapped and indented.
    fn flush(&mut self) {
        if self.line.trim().is_empty() {
            self.line.clear();
            return;
        }
        let depth = 2 * self.indent.len().saturating_sub(1);
        let marker = self.marker.take();
        let first = " ".repeat(depth) + marker.as_deref().unwrap_or_default();
        let hanging = match &marker {
            Some(marker) => depth + marker.len(),
            None if self.indent.is_empty() => 0,
            None => depth + 2,
        };
        let first = if marker.is_none() {
            " ".repeat(hanging)
        } else {
            first
        };
        let hanging = " ".repeat(hanging);
        let options = textwrap::Options::new(self.style.width.max(20))
            .initial_indent(&first)
            .subsequent_indent(&hanging)
            .break_words(false)
            // The default also breaks addresses at their hyphens and slashes.
            .word_separator(textwrap::WordSeparator::AsciiSpace)
            .word_splitter(textwrap::WordSplitter::NoHyphenation);
        for line in textwrap::wrap(self.line.trim_end(), options) {
            self.out.push_str(&line);
            self.out.push('\n');
        }
        self.line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style {
        colours: false,
        width: 40,
    };

    #[test]
    fn a_reply_is_drawn_with_its_lists_wrapped_and_its_addresses_written_out() {
        let markdown = "**Un titre**\n\nUne phrase assez longue pour passer à la ligne suivante.\n\n1. un\n2. deux\n\nSources\n- [Page](https://example.org)\n- [https://a.org](https://a.org)\n\n*Note.*";
        assert_eq!(
            draw(markdown, PLAIN),
            "Un titre\n\nUne phrase assez longue pour passer à la\nligne suivante.\n\n1. un\n2. deux\n\nSources\n- Page (https://example.org)\n- https://a.org\n\nNote."
        );
    }

    #[test]
    fn bold_type_is_for_terminals_that_want_it() {
        let style = Style {
            colours: true,
            width: 80,
        };
        assert_eq!(draw("**a** b", style), "\u{1b}[1ma\u{1b}[22m b");
        assert_eq!(draw("**a** b", PLAIN), "a b");
    }

    #[test]
    fn escaped_signs_are_drawn_as_signs() {
        assert_eq!(draw("\\*\\*x\\*\\* \\<b\\>", PLAIN), "**x** <b>");
    }

    #[test]
    fn an_address_is_never_broken() {
        let long = format!("https://example.org/{}", "a-b/".repeat(15));
        assert!(draw(&format!("[x]({long})"), PLAIN).contains(&long));
    }
}
