//! What a glance at a directory shows: names, and flags as their files have them. Nothing is checked.

use super::listing::Listing;
use super::source::Source;
use crate::check::FileKind;
use crate::model::Flag;
use crate::yaml::read_flag;
use anyhow::Result;
use rayon::prelude::*;

/// Lists the files of a kind; none is opened.
///
/// # Errors
/// Where a directory cannot be read.
pub fn list_files(source: &Source, kind: FileKind) -> Result<Listing> {
    source.list_where(&|other, _| other == kind)
}

/// Reads the flags whose keys are `wanted`, and no other file, on all cores. One that is broken is there as far as it
/// can be read.
///
/// # Errors
/// Where a directory cannot be read.
pub fn read_flags(source: &Source, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Flag>> {
    let listing = source.list_where(&|kind, stem| kind == FileKind::Flag && wanted(stem))?;
    let read = listing.files.par_iter().filter_map(|file| read_flag(&file.stem, &source.read(file).ok()?).value);
    Ok(read.collect())
}
