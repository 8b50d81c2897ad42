//! From Markdown to a finished site: records, law, corrections, imports, open data, pages.

#[path = "../support/mod.rs"]
mod support;

mod begin;
mod build;
mod corrections;
mod editions;
mod embargo;
mod erasable;
mod explain;
mod feeds;
mod history;
mod import_minutes;
mod import_roll_call;
mod import_site;
mod incremental;
mod law;
mod markdown;
mod meetings;
mod open_data;
mod outside_links;
mod past;
mod personal;
mod picture;
mod pictures;
mod publish;
mod records;
mod sample;
mod serve;
mod site;
mod site_methods;
mod templates;
mod translations;
mod xss;
