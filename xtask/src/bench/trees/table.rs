//! The figures of a case as a table, with what was promised and whether it holds.

use super::{
    super::figures::{largest, median},
    case::{Case, Limit},
    contender::{Contender, Fit},
};

pub const LEGEND: &str = "\
seconds: of the fit, from numbers in memory to a model, binning included; the median where there are more turns.
processor: seconds on all processors together.
peak: the most memory that the process held until the fit was done, the data included; the largest of the turns.
rows/s: predicted from raw values on one thread with the fitted model, the best of some runs.
ours/it: our figure divided by the peer's, beside the limit. Quality may be less than a peer's by as much as is said.";

struct Figures {
    seconds: f64,
    processor_seconds: f64,
    peak_bytes: f64,
    quality: f64,
    rows_per_second: f64,
}

impl Figures {
    fn of(fits: &[Fit]) -> Self {
        let all = |name: &str| fits.iter().map(|fit| fit.number(name)).collect::<Vec<_>>();
        Self {
            seconds: median(all("seconds")),
            processor_seconds: median(all("processor_seconds")),
            peak_bytes: largest(all("peak_bytes")),
            quality: median(all("quality")),
            rows_per_second: largest(all("rows_per_second")),
        }
    }
}

/// Prints the table and returns what was missed. The first contender is ours.
pub fn print(case: &Case, contenders: &[Contender], fits: &[Vec<Fit>], load: &str) -> Vec<String> {
    let Some(first) = fits.first().and_then(|fits| fits.first()) else { return Vec::new() };
    let ours = Figures::of(&fits[0]);
    println!("\n{}. Turns: {}. {load}", case.title(), fits[0].len());
    println!(
        "\n{:<20} {:>8} {:>18} {:>9} {:>8} {:>18} {:>20} {:>9} {:>18}",
        "",
        "seconds",
        "ours/it",
        "processor",
        "peak MB",
        "ours/it",
        case.task.quality().0,
        "rows/s",
        "ours/it"
    );
    let mut missed = Vec::new();
    for (contender, fits) in contenders.iter().zip(fits) {
        let its = Figures::of(fits);
        let peer = Peer { case, contender: *contender, missed: &mut missed };
        let [seconds, peak, quality, speed] = peer.verdicts(&ours, &its);
        let version = fits.first().map_or("", |fit| fit.text("version"));
        let rows_per_second =
            if its.rows_per_second.is_finite() { format!("{:.0}", its.rows_per_second) } else { String::new() };
        println!(
            "{:<20} {:>8.2} {seconds:>18} {:>9.2} {:>8.0} {peak:>18} {quality:>20} {rows_per_second:>9} {speed:>18}",
            format!("{} {}", contender.name(), if *contender == Contender::Ours { "" } else { version }),
            its.seconds,
            its.processor_seconds,
            its.peak_bytes / 1e6,
        );
    }
    let (bytes, per_second) = (first.number("bytes_moved"), first.number("bytes_per_second"));
    println!(
        "\nBound: {:.1} GB moved at {:.1} GB/s take {:.2} s; ours takes {:.1} times that, {:.2} s of it binning. \
         Model {}.",
        bytes / 1e9,
        per_second / 1e9,
        bytes / per_second,
        ours.seconds / (bytes / per_second),
        first.number("binning_seconds"),
        first.text("digest").get(..16).unwrap_or_default(),
    );
    missed
}

/// One of the contenders, judged.
struct Peer<'a> {
    case: &'a Case,
    contender: Contender,
    missed: &'a mut Vec<String>,
}

impl Peer<'_> {
    /// Of seconds, peak, quality and rows per second.
    fn verdicts(mut self, ours: &Figures, its: &Figures) -> [String; 4] {
        if self.contender == Contender::Ours {
            return [String::new(), String::new(), format!("{:.4}", ours.quality), String::new()];
        }
        let limits = self.case.limits(self.contender);
        [
            self.ratio("seconds", ours.seconds / its.seconds, limits.seconds),
            self.ratio("peak memory", ours.peak_bytes / its.peak_bytes, limits.peak),
            self.quality(ours.quality, its.quality),
            self.ratio("rows predicted per second", ours.rows_per_second / its.rows_per_second, limits.rows_per_second),
        ]
    }

    fn ratio(&mut self, what: &str, ratio: f64, limit: Limit) -> String {
        let (holds, limit) = match limit {
            _ if ratio.is_nan() => return String::new(),
            Limit::Free => return format!("{ratio:.3}"),
            Limit::AtMost(limit) => (ratio <= limit, format!("≤ {limit}")),
            Limit::AtLeast(limit) => (ratio >= limit, format!("≥ {limit}")),
        };
        self.verdict(format!("{ratio:.3} {limit}"), holds, || format!("{what} {ratio:.3}, not {limit}"))
    }

    fn quality(&mut self, ours: f64, its: f64) -> String {
        if !self.case.compares_quality(self.contender) {
            return format!("{its:.4}");
        }
        let (name, tolerance) = self.case.task.quality();
        let less = its - ours;
        self.verdict(format!("{its:.4} -{tolerance}"), less <= tolerance, || format!("{name} {less:.4} less"))
    }

    fn verdict(&mut self, figure: String, holds: bool, miss: impl FnOnce() -> String) -> String {
        if holds {
            return format!("{figure} ok");
        }
        self.missed.push(format!("{}: against {}, {}", self.case.title(), self.contender.name(), miss()));
        format!("{figure} MISS")
    }
}
