//! Drawings for the documents, as SVG: no fonts or image libraries are needed to make them.

use std::error::Error;

use plotters::prelude::*;

/// Names with about the same predicted probability.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Bin {
    /// Their mean score, from 0 to 1.
    pub(crate) predicted: f64,
    /// The share of them that is bad, from 0 to 1.
    pub(crate) observed: f64,
    /// How many there are, or what they weigh together.
    pub(crate) weight: f64,
}

const SIZE: (u32, u32) = (520, 520);
const SMALLEST_RADIUS: f64 = 3.0;
const LARGEST_RADIUS: f64 = 16.0;

/// A calibration plot: a point for each bin, its area by the bin's weight, against the diagonal on
/// which the predictions would be right.
pub(crate) fn calibration(bins: &[Bin], title: &str) -> String {
    let mut svg = String::new();
    match draw(bins, title, &mut svg) {
        Ok(()) => svg,
        // A drawing into memory fails for no reason that its caller could mend.
        Err(error) => format!("<!-- not drawn: {error} -->"),
    }
}

fn draw(bins: &[Bin], title: &str, svg: &mut String) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 20))
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(52)
        .build_cartesian_2d(0.0..1.0, 0.0..1.0)?;
    chart
        .configure_mesh()
        .x_desc("predicted")
        .y_desc("observed")
        .x_labels(11)
        .y_labels(11)
        .x_label_formatter(&|value| format!("{value:.1}"))
        .y_label_formatter(&|value| format!("{value:.1}"))
        .label_style(("sans-serif", 14))
        .axis_desc_style(("sans-serif", 16))
        .light_line_style(WHITE)
        .draw()?;
    let diagonal = PathElement::new(vec![(0.0, 0.0), (1.0, 1.0)], BLACK.mix(0.5));
    chart.plotting_area().draw(&diagonal)?;
    let heaviest = bins.iter().map(|bin| bin.weight).fold(0.0, f64::max);
    for bin in bins {
        let point = (bin.predicted.clamp(0.0, 1.0), bin.observed.clamp(0.0, 1.0));
        let style = BLUE.mix(0.6).filled();
        chart.plotting_area().draw(&Circle::new(point, radius(bin.weight, heaviest), style))?;
    }
    area.present()?;
    Ok(())
}

/// The area is what the eye compares, so it and not the radius grows with the weight.
fn radius(weight: f64, heaviest: f64) -> u32 {
    let share = if heaviest > 0.0 { (weight / heaviest).clamp(0.0, 1.0) } else { 0.0 };
    (SMALLEST_RADIUS + (LARGEST_RADIUS - SMALLEST_RADIUS) * share.sqrt()).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    const BINS: [Bin; 3] = [
        Bin { predicted: 0.02, observed: 0.01, weight: 9000.0 },
        Bin { predicted: 0.55, observed: 0.60, weight: 40.0 },
        Bin { predicted: 0.97, observed: 1.00, weight: 700.0 },
    ];

    /// Whether every element is closed in its turn.
    fn is_balanced(svg: &str) -> bool {
        let mut open = Vec::new();
        for tag in svg.split('<').skip(1).filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag) {
            match tag.strip_prefix('/') {
                Some(name) if open.pop() != Some(name) => return false,
                Some(_) => {}
                None if tag.ends_with('/') || tag.starts_with(['?', '!']) => {}
                None => open.extend(tag.split_whitespace().next()),
            }
        }
        open.is_empty()
    }

    #[test]
    fn a_drawing_is_well_formed_and_has_a_circle_for_each_bin() {
        let svg = calibration(&BINS, "a < b & c");
        assert!(svg.starts_with("<svg ") && is_balanced(&svg), "{svg}");
        assert_eq!(svg.matches("<circle").count(), BINS.len());
        for label in ["a &lt; b &amp; c", "predicted", "observed", "0.5"] {
            assert!(svg.contains(label), "{label}");
        }
        let none = calibration(&[], "nothing");
        assert!(is_balanced(&none) && !none.contains("<circle"));
    }

    #[test]
    fn heavier_bins_have_larger_points() {
        assert!(radius(9000.0, 9000.0) > radius(700.0, 9000.0));
        assert_eq!(radius(0.0, 0.0), 3);
    }
}
