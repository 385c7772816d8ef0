//! placeholder
#[derive(Clone, Debug)]
pub struct Rule;
#[derive(Clone, Debug)]
pub struct Sentence;
