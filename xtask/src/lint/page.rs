//! What one page of Markdown refers to, and what can be referred to in it.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

/// The links and anchors of a page.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    /// What it links to, each with its line, from 1.
    pub(super) links: Vec<(usize, String)>,
    /// Labels of links, such as `[text][label]`, that are defined nowhere.
    pub(super) undefined: Vec<(usize, String)>,
    pub(super) anchors: BTreeSet<String>,
}

impl Page {
    /// Reads a page; blocks of code have no links.
    pub(super) fn read(text: &str) -> Self {
        let body = without_front_matter(text);
        let lines_before = text[..text.len() - body.len()].matches('\n').count();
        let line = |offset: usize| lines_before + body[..offset].matches('\n').count() + 1;
        let mut undefined = Vec::new();
        let note = |broken: BrokenLink<'_>| -> Option<(CowStr<'_>, CowStr<'_>)> {
            // Any text in brackets may be meant as text.
            if matches!(broken.link_type, LinkType::Reference | LinkType::Collapsed) {
                undefined.push((line(broken.span.start), broken.reference.into_string()));
            }
            None
        };
        let parser = Parser::new_with_broken_link_callback(body, Options::ENABLE_TABLES, Some(note));
        let mut page = Self::default();
        let mut slugs = Slugs::default();
        let mut heading: Option<String> = None;
        for (event, range) in parser.into_offset_iter() {
            match event {
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                    page.links.push((line(range.start), dest_url.into_string()));
                }
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => {
                    let heading = heading.take().unwrap_or_default();
                    page.anchors.insert(slugs.next(&heading));
                }
                Event::Text(words) | Event::Code(words) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&words);
                    }
                }
                Event::Html(html) | Event::InlineHtml(html) => page.anchors.extend(ids(&html)),
                _ => {}
            }
        }
        page.undefined = undefined;
        page
    }
}

/// A page of a registry begins with its settings between two lines `---`.
fn without_front_matter(text: &str) -> &str {
    let settings = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
    settings.map_or(text, |(_, page)| page)
}

/// The anchors that GitHub and the registries make of headings.
#[derive(Default)]
struct Slugs(BTreeMap<String, usize>);

impl Slugs {
    fn next(&mut self, heading: &str) -> String {
        let kept = |letter: &char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ' ');
        let slug: String = heading.trim().to_lowercase().chars().filter(kept).collect();
        let slug = slug.replace(' ', "-");
        let before = self.0.entry(slug.clone()).or_default();
        *before += 1;
        if *before == 1 { slug } else { format!("{slug}-{}", *before - 1) }
    }
}

/// The ids that elements of HTML have.
fn ids(html: &str) -> Vec<String> {
    let ids = html.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    ids.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> Vec<String> {
        Page::read(text).links.into_iter().map(|(_, link)| link).collect()
    }

    #[test]
    fn links_are_found_in_text_tables_and_definitions_and_not_in_code() {
        let text = "[a](b#c) `[no](no)` and [d][e]\n\n```text\n[no](no)\n```\n\n| [f](g) |\n| --- |\n| [h] |\n\n\
                    [e]: https://example.com\n[h]: i.md\n";
        assert_eq!(links(text), ["b#c", "https://example.com", "g", "i.md"]);
    }

    #[test]
    fn a_link_and_a_label_without_a_definition_have_their_lines() {
        let page = Page::read("---\ntitle: x\n---\n\n# One\n\n[a](b)\n[c][d] [e] [f][]\n");
        assert_eq!(page.links, [(7, "b".to_owned())]);
        assert_eq!(page.undefined, [(8, "d".to_owned()), (8, "f".to_owned())]);
    }

    #[test]
    fn a_heading_is_an_anchor_of_its_letters_and_a_second_one_has_a_number() {
        let page =
            Page::read("# Go `terraform` now!\n\n## A_b, c - d\n\n## A_b, c - d\n\n<a id=\"here\"></a>\n");
        let expected = ["a_b-c---d", "a_b-c---d-1", "go-terraform-now", "here"];
        assert_eq!(page.anchors.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    }
}
