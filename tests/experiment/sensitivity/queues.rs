//! Queues of which the mean number is known by a formula.

use super::{Question, Result, first, input};
use headwater::experiment::Known;
use headwater::experiment::sensitivity::{End, OneMore};

/// The mean number of items in M/M/c at this offered load, and its standard error when watched for so many service
/// times: Erlang's C, and of a birth-and-death process with mean α the asymptotic variance
/// 2 Σ (Σ (i − α) πᵢ)² / (λ πⱼ), the inner sum over i ≤ j (W. Whitt, "Asymptotic formulas for Markov processes with
/// applications to simulation", Operations Research 40, 1992).
fn number_in_queue(load: f64, servers: u32, time: f64) -> (f64, f64) {
    let mut weights = vec![1.0];
    for n in 1..400_u32 {
        let last: f64 = weights.last().copied().unwrap_or_default();
        weights.push(last * load / f64::from(n.min(servers)));
    }
    let all: f64 = weights.iter().sum();
    let share = |(n, weight): (usize, &f64)| (n as f64, weight / all);
    let mean: f64 = weights
        .iter()
        .enumerate()
        .map(share)
        .map(|(n, p)| n * p)
        .sum();
    let (mut below, mut variance) = (0.0, 0.0);
    for (n, p) in weights
        .iter()
        .enumerate()
        .map(share)
        .take_while(|(_, p)| *p > 1e-12)
    {
        below += (n - mean) * p;
        variance += 2.0 * below * below / (load * p);
    }
    (mean, (variance / time).sqrt())
}

fn close(what: &str, value: Option<f64>, exact: f64, error: f64) {
    let near = value.is_some_and(|value| (value - exact).abs() < 4.9 * error);
    assert!(near, "{what}: {value:?}, exactly {exact} ± {error}");
}

fn reached(end: Option<&End>) -> Option<f64> {
    end?.effect.variant
}

const DAYS: f64 = 1000.0;

/// Exponential work of a day, after 200 days to warm up.
fn queue(per_day: f64, people: u32) -> String {
    format!(
        r#"
        calendar = {{ warm_up = 200, horizon = 1200 }}
        types = [{{ name = "a", arrivals = {{ per_day = {per_day} }} }}]
        [[stages]]
        name = "work"
        people = {people}
        service = {{ dist = "exponential", mean = 1 }}
    "#
    )
}

/// M/M/1 at load one half: the mean number in the system is ρ/(1 − ρ), whether ρ comes from the arrivals or from the
/// work, but the time in it is 1/(μ − λ) (J. D. C. Little, "A proof for the queuing formula L = λW", Operations
/// Research 9, 1961). The error of a difference of two numbers is at most the sum of theirs; that of a time, the
/// number divided by the rate, has a part from both.
#[test]
fn a_queue_hangs_on_arrivals_and_work() -> Result {
    let question = Question {
        results: &["wip", "lead_time.mean"],
        threads: 2,
        ..Question::default()
    };
    let found = question.of(&queue(0.5, 1))?;
    let days = DAYS * question.trials as f64;
    let [number, time] = found.results.as_slice() else {
        return Err("two numbers are looked at".to_owned());
    };
    for (path, rates, works) in [
        ("types.a.arrivals.per_day", [0.4, 0.6], [1.0, 1.0]),
        ("stages.work.service", [0.5, 0.5], [0.8, 1.2]),
    ] {
        let ends = [0, 1].map(|end| {
            let (rate, work): (f64, f64) = (rates[end], works[end]);
            let (mean, error) = number_in_queue(rate * work, 1, days / work);
            let (wait, luck) = (mean / rate, (1.0 / (rate * days)).sqrt());
            [(mean, error), (wait, error / rate + wait * luck)]
        });
        for (hanging, n) in [(number, 0), (time, 1)] {
            let ((low, below), (high, above)) = (ends[0][n], ends[1][n]);
            let input = input(hanging, path)?;
            close(path, reached(input.low.as_ref()), low, below);
            close(path, reached(input.high.as_ref()), high, above);
            let swing = input.swing.as_ref().ok_or("no swing")?;
            assert_eq!(swing.known, Known::More);
            close(path, swing.difference, high - low, below + above);
        }
    }
    assert_eq!(number.bottleneck, ["stages.work.people"]);
    Ok(())
}

/// From M/M/2 to M/M/3, and to M/M/1: what one more and one fewer are worth, by Erlang's C.
#[test]
fn one_more_server_brings_what_erlang_says() -> Result {
    let question = Question {
        results: &["wip"],
        only: Some("stages.work.people"),
        threads: 2,
        ..Question::default()
    };
    let load = 0.6;
    let found = question.of(&queue(load, 2))?;
    let days = DAYS * question.trials as f64;
    let [one, two, three] = [1, 2, 3].map(|servers| number_in_queue(load, servers, days));
    assert!((one.0 - 1.5).abs() < 1e-9 && (two.0 - 1.2 / 1.82).abs() < 1e-9);
    let [more] = first(&found)?.one_more.as_slice() else {
        return Err("there is one decision".to_owned());
    };
    let OneMore {
        effect,
        one_fewer,
        now,
        ..
    } = more;
    let fewer = one_fewer.as_ref().ok_or("one fewer makes a board")?;
    assert_eq!(
        (*now, effect.known, fewer.known),
        (2, Known::Less, Known::More)
    );
    close(
        "one more",
        effect.difference,
        three.0 - two.0,
        three.1 + two.1,
    );
    close("one fewer", fewer.difference, one.0 - two.0, one.1 + two.1);
    Ok(())
}
