//! The matcher and its peers, each behind one call: a question in, the number of an entry out.

use anyhow::Result;
use guichet::language::Language;
use guichet::matching::{Corpus as Learned, Labelled, Model, Promise, Seen};
use rapidfuzz::fuzz::RatioBatchComparator;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TEXT, Value};
use tantivy::tokenizer::TokenStream;
use tantivy::{Index, Searcher, TantivyDocument, Term, doc};

use crate::corpus::Corpus;

/// What finds entries.
pub trait Contestant {
    /// The entry that it finds for a question.
    fn find(&mut self, question: &str) -> Option<usize>;
}

/// Builds one for a corpus.
pub type Build = fn(&Corpus) -> Result<Box<dyn Contestant + '_>>;

/// All, with whether they look at every phrasing for each question (and so are asked fewer questions).
pub const ALL: [(&str, Build, bool); 4] = [
    ("guichet", guichet, false),
    ("tantivy, BM25", bm25, false),
    ("rapidfuzz, ratio", rapidfuzz, true),
    ("strsim, Sørensen-Dice", dice, true),
];

struct Guichet(Model);

fn guichet(corpus: &Corpus) -> Result<Box<dyn Contestant + '_>> {
    let texts = corpus.phrasings.iter().map(|(text, class)| Labelled {
        class: *class,
        seen: Seen::plain(text, Language::English),
    });
    let learned = Learned {
        entries: corpus.entries,
        beyond: 0,
        texts: texts.collect(),
    };
    Ok(Box::new(Guichet(Model::train(
        &learned,
        &Promise::default(),
    ))))
}

impl Contestant for Guichet {
    fn find(&mut self, question: &str) -> Option<usize> {
        let ranking = self
            .0
            .rank(&Seen::plain(question, Language::English), |_| true);
        ranking.candidates.first().map(|first| first.entry)
    }
}

/// An index in memory, a phrasing a document; the entry of the best one counts.
struct Bm25 {
    index: Index,
    searcher: Searcher,
    text: Field,
    entry: Field,
}

fn bm25(corpus: &Corpus) -> Result<Box<dyn Contestant + '_>> {
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TEXT);
    let entry = schema.add_u64_field("entry", tantivy::schema::STORED | FAST);
    let index = Index::create_in_ram(schema.build());
    let mut writer = index.writer_with_num_threads(1, 50_000_000)?;
    for (phrasing, class) in &corpus.phrasings {
        writer.add_document(doc!(text => phrasing.as_str(), entry => u64::try_from(*class)?))?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    Ok(Box::new(Bm25 {
        index,
        searcher,
        text,
        entry,
    }))
}

impl Contestant for Bm25 {
    fn find(&mut self, question: &str) -> Option<usize> {
        let mut analyzer = self.index.tokenizers().get("default")?;
        let mut tokens = analyzer.token_stream(question);
        let mut terms: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        while let Some(token) = tokens.next() {
            let term = Term::from_field_text(self.text, &token.text);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            terms.push((Occur::Should, Box::new(query)));
        }
        let best = TopDocs::with_limit(1).order_by_score();
        let found = self
            .searcher
            .search(&BooleanQuery::new(terms), &best)
            .ok()?;
        let document: TantivyDocument = self.searcher.doc(found.first()?.1).ok()?;
        usize::try_from(document.get_first(self.entry)?.as_u64()?).ok()
    }
}

/// Each phrasing beside the question; the entry of the most alike counts.
struct Scan<'a, F> {
    corpus: &'a Corpus,
    alike: F,
}

impl<F: Fn(&str, &str) -> f64> Contestant for Scan<'_, F> {
    fn find(&mut self, question: &str) -> Option<usize> {
        let question = question.to_lowercase();
        let alike = |(text, _): &&(String, usize)| (self.alike)(&question, text);
        nearest(self.corpus.phrasings.iter().map(|one| (alike(&one), one.1)))
    }
}

fn dice(corpus: &Corpus) -> Result<Box<dyn Contestant + '_>> {
    let alike = strsim::sorensen_dice;
    Ok(Box::new(Scan { corpus, alike }))
}

struct Rapidfuzz<'a>(&'a Corpus);

fn rapidfuzz(corpus: &Corpus) -> Result<Box<dyn Contestant + '_>> {
    Ok(Box::new(Rapidfuzz(corpus)))
}

impl Contestant for Rapidfuzz<'_> {
    fn find(&mut self, question: &str) -> Option<usize> {
        let question = RatioBatchComparator::new(question.to_lowercase().chars());
        let phrasings = self.0.phrasings.iter();
        nearest(phrasings.map(|(text, entry)| (question.similarity(text.chars()), *entry)))
    }
}

fn nearest(found: impl Iterator<Item = (f64, usize)>) -> Option<usize> {
    found
        .max_by(|one, other| one.0.total_cmp(&other.0))
        .map(|(_, entry)| entry)
}
