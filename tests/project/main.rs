//! The project held against itself: its layers, its codes, its documents, its two programs.

#[path = "../support/mod.rs"]
mod support;

mod advice;
mod architecture;
mod cli;
mod codes;
mod docs;
