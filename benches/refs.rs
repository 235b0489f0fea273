//! What looking for flags in code costs, beside ripgrep looking for the same keys in the same files.
//!
//! `cargo bench --bench refs` makes 1,000 flags and a source tree of more than 100 MB. Every command runs in turn with the
//! others, so that a busy moment hits all alike. The figures are the least of all rounds, in time and in time of the
//! processor (as Linux counts it), and the ratios are what to compare. Without ripgrep (`rg`) there are no ratios.
//! `cargo bench --bench refs -- FOLDER` only makes the files there, to measure them with other tools.

// Figures are what this program is for.
#![allow(clippy::print_stdout)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use std::{env, fs, io};

const FLAGS: usize = 1_000;
const FILES: usize = 6_000;
const LINES: usize = 450;
const ROUNDS: usize = 15;

/// What ripgrep is asked, in the repository: dot files too, as ffctl looks into them.
const RIPGREP: &[&str] =
    &["--hidden", "--glob", "!.git", "--line-number", "--column", "--fixed-strings", "--file", "../keys", "src"];

fn main() {
    if let Some(folder) = env::args().nth(1).filter(|argument| !argument.starts_with('-')) {
        return make(Path::new(&folder)).expect("the files");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    make(folder.path()).expect("the files");
    let root = folder.path().join("repo");
    let ffctl = env!("CARGO_BIN_EXE_ffctl");
    let mut commands: Vec<(&str, &str, Vec<&str>)> = vec![
        ("ffctl refs", ffctl, vec!["refs"]),
        ("ffctl refs --format json", ffctl, vec!["refs", "--format", "json"]),
        ("ffctl refs, five aliases and a pattern", ffctl, vec!["refs", "--flags-dir", "flags-with-aliases"]),
    ];
    let forms: Vec<&str> = RIPGREP.iter().map(|&word| if word == "../keys" { "../forms" } else { word }).collect();
    if Command::new("rg").arg("--version").stdout(Stdio::null()).status().is_ok() {
        commands.insert(0, ("rg", "rg", RIPGREP.to_vec()));
        commands.push(("rg, the keys with all aliases", "rg", forms));
        println!("rg {}\n", RIPGREP.join(" "));
    }
    let mut least = vec![(Duration::MAX, Duration::MAX); commands.len()];
    for _ in 0..ROUNDS {
        for ((_, program, arguments), least) in commands.iter().zip(&mut least) {
            let (time, processor) = run(&root, program, arguments);
            *least = (least.0.min(time), least.1.min(processor));
        }
    }
    for ((name, ..), (time, processor)) in commands.iter().zip(&least) {
        let ratio = |own: Duration, other: Duration| own.as_secs_f64() / other.as_secs_f64();
        let (time_ratio, processor_ratio) = (ratio(*time, least[0].0), ratio(*processor, least[0].1));
        println!(
            "{name:<40} {:>6.0} ms {time_ratio:.2} ×   {:>6.0} ms of the processor {processor_ratio:.2} ×",
            time.as_secs_f64() * 1000.0,
            processor.as_secs_f64() * 1000.0
        );
    }
}

/// A repository with flags and code, and beside it the flags' keys for ripgrep.
fn make(folder: &Path) -> io::Result<()> {
    let root = folder.join("repo");
    let keys: Vec<String> = (0..FLAGS).map(key).collect();
    fs::create_dir_all(root.join("src"))?;
    assert!(Command::new("git").args(["init", "--quiet"]).current_dir(&root).status()?.success(), "git init");
    fs::write(folder.join("keys"), keys.join("\n") + "\n")?;
    let forms: Vec<String> = keys.iter().flat_map(|key| aliases(key)).chain(keys.iter().cloned()).collect();
    fs::write(folder.join("forms"), forms.join("\n") + "\n")?;
    let flag = "description: d\nowner: o\ntype: ops\ncreated: 2026-01-01\nenabled: true\n";
    let aliases = "[snake_case, camelCase, PascalCase, SCREAMING_SNAKE_CASE, dotted]";
    for (flags, settings) in [
        ("flags", "code: {paths: [src]}\n".to_owned()),
        (
            "flags-with-aliases",
            format!("code: {{paths: [src], aliases: {aliases}, patterns: ['enabled( \"{{key}}\"']}}\n"),
        ),
    ] {
        fs::create_dir_all(root.join(flags))?;
        fs::write(root.join(flags).join("ffctl.yaml"), settings)?;
        keys.iter().try_for_each(|key| fs::write(root.join(flags).join(format!("{key}.yaml")), flag))?;
    }
    let mut draw = Draw(42);
    let mut bytes = 0;
    for file in 0..FILES {
        let text = code(&keys, &mut draw);
        bytes += text.len();
        let below = root.join("src").join(format!("part-{:02}", file / 100));
        fs::create_dir_all(&below)?;
        fs::write(below.join(format!("file-{file:04}.ts")), text)?;
    }
    assert!(bytes >= 100_000_000, "{bytes} bytes of code");
    println!("{FLAGS} flags, {FILES} files, {} MB", bytes / 1_000_000);
    Ok(())
}

const WORDS: [&str; 40] = [
    "account", "banner", "basket", "billing", "cache", "catalog", "checkout", "cookie", "coupon", "currency",
    "customer", "delivery", "discount", "email", "export", "filter", "gallery", "header", "import", "invoice",
    "language", "layout", "limit", "login", "menu", "offer", "order", "payment", "price", "profile", "query", "report",
    "search", "session", "shipping", "stock", "token", "upload", "voucher", "widget",
];

/// A key of two words, in another order than they have.
fn key(n: usize) -> String {
    let (first, second) = (n * 7 % WORDS.len(), n / WORDS.len());
    format!("{}-{}", WORDS[first], WORDS[(first + 1 + second) % WORDS.len()])
}

/// The key in the five ways of `code.aliases`.
fn aliases(key: &str) -> [String; 5] {
    let (first, second) = key.split_once('-').expect("two words");
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    let snake = format!("{first}_{second}");
    let camel = format!("{first}{}", capital(second));
    let pascal = capital(first) + &capital(second);
    [snake.to_uppercase(), snake, camel, pascal, format!("{first}.{second}")]
}

/// Lines as code has them: names made of the same words as keys, texts in quotes, and now and then a flag.
fn code(keys: &[String], draw: &mut Draw) -> String {
    let mut text = String::new();
    for _ in 0..LINES {
        let indent = " ".repeat(4 * draw.below(4));
        let [a, b, c] = [(); 3].map(|()| WORDS[draw.below(WORDS.len())]);
        let key = &keys[draw.below(keys.len())];
        let line = match draw.below(40) {
            0 => format!("if (enabled(\"{key}\", {a})) {{"),
            1 => format!("// The {a} of a {b}, where the {c} is not there"),
            2 => "}".to_owned(),
            3 => String::new(),
            4..12 => format!("const {a}_{b} = {c}.find(\"{a}\", '{b} {c}');"),
            _ => format!("return this.{a}.{b}({c}, {}); ", draw.below(1000)),
        };
        // Writing to a text cannot fail.
        let _ = writeln!(text, "{indent}{line}");
    }
    text
}

/// The same numbers in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Time on the clock, and of the processor.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> (Duration, Duration) {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("FFCTL_NOW", "2026-11-21");
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let (start, before) = (Instant::now(), processor());
    let status = command.status().expect("the program runs");
    let spent = (start.elapsed(), processor().saturating_sub(before));
    assert!(status.success(), "{program} {arguments:?}");
    spent
}

/// What the processor has spent on programs that this one has run to their end.
fn processor() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    let of_children = behind_name.split_whitespace().skip(13).take(2);
    let ticks: u64 = of_children.filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}
