//! Keys that are not there yet, and values where there is nothing.

use super::super::node::{Data, Mapping, Node};
use super::elements::elements;
use super::find::{Stop, key_text};
use super::lines::{is_blank_or_comment, line_break};
use super::order::{Place, place};
use super::site::{New, Site};
use super::write::{self, Style};
use super::{Problem, Splice, block, flow, indent};
use crate::model::Step;

type Splices = Result<Vec<Splice>, Problem>;

/// Writes the keys that a path misses, and the value below them.
pub(super) fn insert(site: &Site<'_>, new: &New<'_>) -> Splices {
    let insertion = Insertion { site, keys: missing_keys(site)?, new };
    let Some((last, holder)) = site.found.last() else { return insertion.first_entry() };
    match (&last.node.data, holder.map(|holder| (holder.node, &holder.node.data))) {
        (Data::Mapping(mapping), _) if mapping.flow => insertion.between_braces(last.node, mapping),
        (Data::Mapping(mapping), _) => insertion.among_lines(last.node, mapping),
        (_, Some((holder, Data::Mapping(siblings)))) if is_open(site, last) => {
            insertion.below_key(last.node, holder, siblings)
        }
        _ => fill(site, last, &format!("{{{}}}", insertion.pair(&insertion.keys)?)),
    }
}

fn missing_keys<'s>(site: &Site<'s>) -> Result<Vec<&'s str>, Problem> {
    let key = |step: &'s Step| match step {
        Step::Key(key) => Ok(key.as_str()),
        Step::Index(_) | Step::Repeated(..) => {
            Err(site.problem(format!("`{}` is not there: no items are made on the way", site.path)))
        }
    };
    site.found.missing.iter().map(key).collect()
}

/// Whether a value is left out after the colon of a block mapping's entry.
fn is_open(site: &Site<'_>, stop: &Stop<'_>) -> bool {
    let is_left_out = stop.node.span.is_empty() && site.text[..stop.node.span.start].ends_with(':');
    is_left_out && !site.in_flow()
}

/// A value where there is none, or null.
pub(super) fn fill(site: &Site<'_>, stop: &Stop<'_>, value: &str) -> Splices {
    let span = stop.node.span.clone();
    let has_colon = stop.entry.is_none_or(|entry| site.text[entry.key.span.end..span.start].contains(':'));
    Ok(vec![match (span.is_empty(), has_colon) {
        (false, _) => Splice::replace(span, value),
        (true, true) => Splice::insert(span.start, format!(" {value}")),
        (true, false) if site.in_flow() => Splice::insert(span.start, format!(": {value}")),
        (true, false) => return Err(Problem::by_hand(span.start, "this key has no colon and no value")),
    }])
}

/// Keys, each in the one before, and the value of the last.
struct Insertion<'i> {
    site: &'i Site<'i>,
    keys: Vec<&'i str>,
    new: &'i New<'i>,
}

impl Insertion<'_> {
    /// The first entry of a document that has nothing but comments.
    fn first_entry(&self) -> Splices {
        let text = self.site.text;
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        if !body.lines().all(is_blank_or_comment) {
            return Err(Problem::by_hand(0, "the document is empty, and something else than comments stands in it"));
        }
        let newline = line_break(text, text.len());
        let lines = self.lines(0, indent::DEFAULT, newline)?;
        let is_after_a_line = body.is_empty() || body.ends_with('\n');
        let entry = if is_after_a_line { format!("{lines}{newline}") } else { format!("{newline}{lines}") };
        Ok(vec![Splice::insert(text.len(), entry)])
    }

    fn among_lines(&self, node: &Node<'_>, mapping: &Mapping<'_>) -> Splices {
        let text = self.site.text;
        let elements = elements(text, node)?;
        let indent = block::indent(text, &elements)?;
        let step = indent::step(text, self.site.root.unwrap_or(node), mapping);
        let lines = self.lines(indent, step, line_break(text, node.span.start))?;
        Ok(vec![match self.neighbour(mapping) {
            Some(Place::Before(next)) => block::add_above(text, elements[next].start, indent, &lines),
            Some(Place::After(previous)) => block::add_below(text, (elements[previous].end, indent), indent, &lines)?,
            None => return Err(Problem::by_hand(node.span.start, "a mapping without entries of its own")),
        }])
    }

    fn between_braces(&self, node: &Node<'_>, mapping: &Mapping<'_>) -> Splices {
        let text = self.site.text;
        let elements = elements(text, node)?;
        let pair = self.pair(&self.keys)?;
        match self.neighbour(mapping) {
            Some(Place::Before(next)) => Ok(flow::add_before(text, &elements[next], &pair)),
            Some(Place::After(previous)) => Ok(flow::add_after(text, &elements[previous], &pair)),
            None => flow::add_only(text, &node.span, &pair),
        }
    }

    /// A block mapping below a key that has no value.
    fn below_key(&self, value: &Node<'_>, holder: &Node<'_>, siblings: &Mapping<'_>) -> Splices {
        let text = self.site.text;
        let key_indent = block::indent(text, &elements(text, holder)?)?;
        let step = indent::step(text, self.site.root.unwrap_or(holder), siblings);
        let indent = key_indent + step;
        let lines = self.lines(indent, step, line_break(text, value.span.start))?;
        Ok(vec![block::add_below(text, (value.span.start, key_indent), indent, &lines)?])
    }

    /// The entry beside which the first key is written.
    fn neighbour(&self, mapping: &Mapping<'_>) -> Option<Place> {
        let way = &self.site.path.0;
        let order = (self.site.order)(&way[..way.len() - self.keys.len()]);
        let present: Vec<_> = mapping.entries.iter().map(|entry| key_text(&entry.key)).collect();
        place(order, &present, self.keys.first()?)
    }

    /// A key a line.
    fn lines(&self, indent: usize, step: usize, newline: &str) -> Result<String, Problem> {
        let style = Style { quotes: self.site.quotes(), flow: false };
        let mut lines = String::new();
        for (depth, key) in self.keys.iter().enumerate() {
            if depth > 0 {
                lines.push_str(newline);
                lines.push_str(&" ".repeat(indent + depth * step));
            }
            lines.push_str(&write::key(key, style));
            lines.push(':');
        }
        let key_column = indent + self.keys.len().saturating_sub(1) * step;
        Ok(lines + &self.behind_colon(key_column, newline)?)
    }

    /// The value of a key that begins at a column of its line.
    fn behind_colon(&self, key_column: usize, newline: &str) -> Result<String, Problem> {
        match self.new {
            New::Subtree(subtree) => Ok(subtree.behind_colon(key_column, newline)),
            New::Scalar(_) | New::Listed(_) => {
                Ok(format!(" {}", self.site.write(self.new, self.site.quotes(), false)?))
            }
        }
    }

    /// `key: {key: value}`
    fn pair(&self, keys: &[&str]) -> Result<String, Problem> {
        let style = Style { quotes: self.site.quotes(), flow: true };
        let key = |key: &str| write::key(key, style);
        match keys {
            [] => self.site.write(self.new, style.quotes, style.flow),
            [last] => Ok(format!("{}: {}", key(last), self.pair(&[])?)),
            [first, inner @ ..] => Ok(format!("{}: {{{}}}", key(first), self.pair(inner)?)),
        }
    }
}
