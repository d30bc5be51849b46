//! Messages on standard error.

use std::io::{self, Write as _};

use crate::args::{Common, LogFormat};

pub struct Log {
    format: LogFormat,
    quiet: bool,
    verbose: bool,
}

impl Log {
    pub fn new(common: &Common) -> Self {
        Self { format: common.log_format, quiet: common.quiet, verbose: common.verbose > 0 }
    }

    pub fn error(&self, message: &str) {
        self.write("error", message);
    }

    pub fn warn(&self, message: &str) {
        if !self.quiet {
            self.write("warning", message);
        }
    }

    pub fn info(&self, message: &str) {
        if !self.quiet {
            self.write("info", message);
        }
    }

    /// Said with `-v` only.
    pub fn detail(&self, message: &str) {
        if self.verbose {
            self.info(message);
        }
    }

    /// Whether progress bars may be drawn.
    pub fn may_draw(&self) -> bool {
        !self.quiet && self.format == LogFormat::Text
    }

    fn write(&self, level: &str, message: &str) {
        let mut out = io::stderr().lock();
        // Nobody may be reading, as behind `2>&1 | head`; then there is nobody to tell.
        let _written = match (self.format, level) {
            (LogFormat::Json, _) => writeln!(out, "{}", serde_json::json!({"level": level, "message": message})),
            (LogFormat::Text, "info") => writeln!(out, "{message}"),
            (LogFormat::Text, _) => writeln!(out, "{level}: {message}"),
        };
    }
}
