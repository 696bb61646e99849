//! A true model is right as often as it says, and what is overconfident is called so.

use super::{RESTLESS, Result, TRUE, restless, tested};
use crate::history::{reading, simulated};
use headwater::backtest::{Question, Verdict};

/// What is learnt from a year of a true model has little error of its own, and the windows do not overlap: so the
/// coverage is binomial. Of 150 windows 4.9 standard errors are 20, 16 and 12 points.
#[test]
fn a_true_model_is_right_as_often_as_it_says() -> Result {
    let history = simulated(TRUE)?;
    let question = Question {
        every: 4,
        ahead: vec![4],
        trials: 100,
        ..Question::default()
    };
    let test = tested(&history, &question)?;
    let horizon = &test.horizons[0];
    assert!(horizon.forecasts > 140 && horizon.apart == horizon.forecasts);
    let n = horizon.forecasts as f64;
    for score in [&horizon.model, &horizon.resampled] {
        for band in &score.coverage {
            let bound = 4.9 * (band.level * (1.0 - band.level) / n).sqrt();
            assert!((band.share - band.level).abs() < bound, "{band:?}");
            assert!(band.as_printed >= band.share - bound, "{band:?}");
            assert_eq!(band.of, horizon.forecasts as u64);
        }
        // Places are uniform: their mean has the variance 1/12 over their number, a tenth the binomial one.
        let mean = score.place_mean.unwrap_or(f64::NAN);
        assert!(
            (mean - 0.5).abs() < 4.9 * (1.0 / (12.0 * n)).sqrt(),
            "{mean}"
        );
        for count in &score.places {
            let off = (*count as f64 - n / 10.0).abs();
            assert!(off < 4.9 * (n * 0.09).sqrt(), "{:?}", score.places);
        }
    }
    assert!(
        matches!(horizon.verdict, Verdict::Sound | Verdict::TooWide),
        "{:?}",
        horizon.verdict
    );
    // Whoever knows the board of the day and the law is better than who repeats the last number.
    let repeated = &horizon.against[1].crps;
    assert!(
        repeated.ci95_apart.is_some_and(|[low, _]| low > 0.0),
        "{repeated:?}"
    );
    assert!(horizon.model.brier < horizon.repeated.brier);
    Ok(())
}

#[test]
fn what_is_overconfident_is_called_so_and_widened_until_it_holds() -> Result {
    let history = reading(&restless(440, 5), RESTLESS).history;
    let question = Question {
        every: 4,
        ahead: vec![4],
        trials: 100,
        calibrated: true,
        ..Question::default()
    };
    let test = tested(&history, &question)?;
    let horizon = &test.horizons[0];
    assert_eq!(horizon.verdict, Verdict::Overconfident);
    let wide = horizon.calibrated.as_ref().ok_or("nothing was widened")?;
    for band in wide {
        let error = (band.level * (1.0 - band.level) / band.of as f64).sqrt();
        assert!(
            band.of > 80 && band.before < band.level - 4.9 * error,
            "{band:?}"
        );
        assert!(band.after > band.level - 4.9 * error, "{band:?}");
        assert!(band.factor.is_some_and(|factor| factor > 1.2), "{band:?}");
    }
    // The first twenty have no earlier ones to learn from; nor does anything change but the bands.
    let ahead = || test.cuts.iter().flat_map(|cut| &cut.ahead);
    assert_eq!(
        ahead()
            .take_while(|asked| asked.calibrated.is_none())
            .count(),
        20
    );
    let plain = tested(
        &history,
        &Question {
            calibrated: false,
            ..question
        },
    )?;
    assert_eq!(plain.horizons[0].model, horizon.model);
    let text = headwater::report::text::backtest::render(&test, 100);
    assert!(
        text.contains("OVERCONFIDENT") && text.contains("Widened honestly"),
        "{text}"
    );
    Ok(())
}
