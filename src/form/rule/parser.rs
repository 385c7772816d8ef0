//! From the text of a rule to its expression: a small precedence climber, with a bound on nesting.

use super::{Expression, Function, Operator, Piece, Reference, Rule, Sentence};
use crate::vocabulary::Number;

const DEEPEST: usize = 64;

/// Reads a rule; the error is a Chinese sentence about the first thing that cannot be read.
pub fn parse_rule(text: &str) -> Result<Rule, String> {
    if text.trim().is_empty() {
        return Err("规则是空的".to_owned());
    }
    let expression = parse_expression(text)?;
    match expression {
        Expression::Binary(operator, ..) if operator.is_truth() => Ok(Rule(expression)),
        Expression::Not(_) | Expression::Call(Function::Whole, _) => Ok(Rule(expression)),
        _ => Err("规则应是一个比较，例如 [6] <= [5]".to_owned()),
    }
}

/// Reads a sentence with expressions in braces; `{…|2}` prints two decimals.
pub fn parse_sentence(text: &str) -> Result<Sentence, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        let (inside, remaining) = after.split_once('}').ok_or("花括号没有闭合")?;
        let (expression, places) = match inside.rsplit_once('|') {
            Some((expression, places)) => {
                (expression, Some(places.trim().parse().map_err(|_| "“|”后应是小数位数")?))
            }
            None => (inside, None),
        };
        pieces.push(Piece::Words(words.to_owned()));
        pieces.push(Piece::Value { expression: parse_expression(expression)?, places });
        rest = remaining;
    }
    pieces.push(Piece::Words(rest.to_owned()));
    Ok(Sentence(pieces))
}

fn parse_expression(text: &str) -> Result<Expression, String> {
    let mut parser = Parser { tokens: tokens(text)?, position: 0, depth: 0 };
    let expression = parser.expression(0)?;
    match parser.peek() {
        None => Ok(expression),
        Some(token) => Err(format!("多余的内容“{}”", token.text())),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(String),
    Bracket(String),
    Word(String),
    Symbol(String),
}

impl Token {
    fn text(&self) -> &str {
        let (Token::Number(text) | Token::Bracket(text) | Token::Word(text) | Token::Symbol(text)) = self;
        text
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let characters: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < characters.len() {
        let start = at;
        let take = |at: &mut usize, belongs: fn(char) -> bool| {
            while *at < characters.len() && belongs(characters[*at]) {
                *at += 1;
            }
            characters[start..*at].iter().collect::<String>()
        };
        match characters[at] {
            c if c.is_whitespace() => at += 1,
            c if c.is_ascii_digit() => {
                found.push(Token::Number(take(&mut at, |c| c.is_ascii_digit() || c == '.')));
            }
            '[' => {
                let inside = take(&mut at, |c| c != ']');
                if at == characters.len() {
                    return Err("方括号没有闭合".to_owned());
                }
                at += 1;
                found.push(Token::Bracket(inside[1..].trim().to_owned()));
            }
            c if c.is_alphabetic() => found.push(Token::Word(take(&mut at, char::is_alphabetic))),
            _ => {
                let symbol = symbol(&characters[at..])?;
                at += symbol.chars().count();
                found.push(Token::Symbol(canonical(symbol).to_owned()));
            }
        }
    }
    Ok(found)
}

const SYMBOLS: [&str; 20] =
    ["<=", ">=", "!=", "==", "≤", "≥", "≠", "<", ">", "=", "+", "-", "*", "/", "×", "÷", "(", ")", ",", "（"];

fn symbol(rest: &[char]) -> Result<&'static str, String> {
    let found = SYMBOLS.iter().find(|symbol| {
        symbol.chars().zip(rest).all(|(a, b)| a == *b) && symbol.chars().count() <= rest.len()
    });
    match (found, rest[0]) {
        (Some(symbol), _) => Ok(symbol),
        (None, '）') => Ok(")"),
        (None, '，') => Ok(","),
        (None, other) => Err(format!("不认识的符号“{other}”")),
    }
}

fn canonical(symbol: &str) -> &str {
    match symbol {
        "≤" => "<=",
        "≥" => ">=",
        "≠" => "!=",
        "==" => "=",
        "×" => "*",
        "÷" => "/",
        "（" => "(",
        other => other,
    }
}

struct Parser {
    tokens: Vec<Token>,
    position: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.position)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.position).cloned();
        self.position += 1;
        token
    }

    fn expect(&mut self, symbol: &str) -> Result<(), String> {
        match self.next() {
            Some(Token::Symbol(text)) if text == symbol => Ok(()),
            Some(token) => Err(format!("“{}”这里应是“{symbol}”", token.text())),
            None => Err(format!("缺少“{symbol}”")),
        }
    }

    fn expression(&mut self, weakest: u8) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("括号套得太深".to_owned());
        }
        let mut left = self.operand()?;
        while let Some(operator) = self.peek().and_then(Operator::of).filter(|op| op.strength() >= weakest) {
            self.position += 1;
            let right = self.expression(operator.strength() + 1)?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expression, String> {
        match self.next() {
            None => Err("这里缺少一个数或指标".to_owned()),
            Some(Token::Number(text)) => {
                Number::parse(&text).map(Expression::Constant).ok_or_else(|| format!("“{text}”不是数字"))
            }
            Some(Token::Bracket(text)) => reference(&text).map(Expression::Figure),
            Some(Token::Symbol(symbol)) if symbol == "(" => {
                let inside = self.expression(0)?;
                self.expect(")")?;
                Ok(inside)
            }
            Some(Token::Symbol(symbol)) if symbol == "-" => {
                Ok(Expression::Negate(Box::new(self.expression(Operator::Multiply.strength())?)))
            }
            Some(Token::Symbol(symbol)) => Err(format!("“{symbol}”前面缺少一个数或指标")),
            Some(Token::Word(word)) if matches!(word.as_str(), "非" | "not") => {
                Ok(Expression::Not(Box::new(self.expression(Operator::Less.strength())?)))
            }
            Some(Token::Word(word)) => self.call(&word),
        }
    }

    fn call(&mut self, word: &str) -> Result<Expression, String> {
        let function = Function::of(word).ok_or_else(|| format!("不认识的词“{word}”"))?;
        self.expect("(")?;
        if self.peek() == Some(&Token::Symbol(")".to_owned())) {
            return Err("函数缺少参数".to_owned());
        }
        let mut arguments = vec![self.expression(0)?];
        while self.peek() == Some(&Token::Symbol(",".to_owned())) {
            self.position += 1;
            arguments.push(self.expression(0)?);
        }
        self.expect(")")?;
        Ok(Expression::Call(function, arguments))
    }
}

/// Reads the inside of a pair of brackets.
fn reference(text: &str) -> Result<Reference, String> {
    match text {
        "" => return Err("方括号里是空的".to_owned()),
        "本项" | "this" => return Ok(Reference::This),
        "上年" | "last" => return Ok(Reference::ThisLastYear),
        "上限" | "bound" => return Ok(Reference::Bound),
        _ => {}
    }
    let (rest, last_year) = match text.split_once('@') {
        Some((rest, "上年" | "last")) => (rest, true),
        Some((_, other)) => return Err(format!("“@{other}”不认识，只能写“@上年”")),
        None => (text, false),
    };
    let (item, column) = match rest.split_once([':', '：']) {
        Some((item, column)) => (item, Some(column.trim().to_owned())),
        None => (rest, None),
    };
    Ok(Reference::Item { item: item.trim().to_owned(), column, last_year })
}

impl Function {
    fn of(word: &str) -> Option<Function> {
        Some(match word {
            "max" | "最大" => Function::Max,
            "min" | "最小" => Function::Min,
            "floor" | "取整" => Function::Floor,
            "whole" | "是整数" => Function::Whole,
            _ => return None,
        })
    }
}

impl Operator {
    fn of(token: &Token) -> Option<Operator> {
        let (Token::Word(text) | Token::Symbol(text)) = token else { return None };
        Some(match text.as_str() {
            "+" => Operator::Add,
            "-" => Operator::Subtract,
            "*" => Operator::Multiply,
            "/" => Operator::Divide,
            "<" => Operator::Less,
            "<=" => Operator::LessOrEqual,
            "=" => Operator::Equal,
            "!=" => Operator::NotEqual,
            ">=" => Operator::GreaterOrEqual,
            ">" => Operator::Greater,
            "且" | "and" => Operator::And,
            "或" | "or" => Operator::Or,
            _ => return None,
        })
    }

    fn strength(self) -> u8 {
        match self {
            Operator::Or => 1,
            Operator::And => 2,
            Operator::Less
            | Operator::LessOrEqual
            | Operator::Equal
            | Operator::NotEqual
            | Operator::GreaterOrEqual
            | Operator::Greater => 4,
            Operator::Add | Operator::Subtract => 5,
            Operator::Multiply | Operator::Divide => 6,
        }
    }

    fn is_truth(self) -> bool {
        self.strength() <= Operator::Less.strength()
    }
}
