//! 汇表: filled sheets in, county and city workbooks out.
pub mod aggregate;
pub mod app;
pub mod campaign;
pub mod cli;
pub mod form;
pub mod formats;
pub mod problem;
pub mod report;
pub mod submit;
pub mod validate;
pub mod vocabulary;
pub mod workflow;
