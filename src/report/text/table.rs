//! Tables: labels to the left, numbers to the right; what does not fit is folded into a further table
//! under the first, with the labels repeated.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, TableStyle};

const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─'));

/// A table in the making.
pub struct Sheet {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    labels: usize,
}

impl Sheet {
    /// A table whose first `labels` columns are words; a heading may have several lines.
    pub fn new<S: Into<String>>(labels: usize, header: impl IntoIterator<Item = S>) -> Self {
        let header = header.into_iter().map(Into::into).collect();
        Self {
            header,
            rows: Vec::new(),
            labels,
        }
    }

    /// One more row, as many cells as the header has.
    pub fn row<S: Into<String>>(&mut self, cells: impl IntoIterator<Item = S>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Has it no rows?
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The same without the columns of numbers that say nothing in any row.
    #[must_use]
    pub fn without_empty_columns(mut self) -> Self {
        let says = |column: usize| {
            let mut cells = self.rows.iter().filter_map(|row| row.get(column));
            column < self.labels || cells.any(|cell| cell != super::words::NOTHING)
        };
        let kept: Vec<usize> = (0..self.header.len()).filter(|c| says(*c)).collect();
        self.header = pick(&self.header, &kept);
        self.rows = self.rows.iter().map(|row| pick(row, &kept)).collect();
        self
    }

    /// The table as text, folded to `width`.
    pub fn render(&self, width: usize) -> String {
        let parts = self
            .folds(width)
            .into_iter()
            .map(|columns| self.draw(&columns, width));
        parts.collect::<Vec<_>>().join("\n\n")
    }

    /// Groups of columns that fit beside each other, each with the labels.
    fn folds(&self, width: usize) -> Vec<Vec<usize>> {
        let all: Vec<usize> = (0..self.header.len()).collect();
        let widths = self.table(&all).column_max_content_widths();
        let size = |column: usize| widths.get(column).map_or(0, |w| usize::from(*w) + 2);
        let labels: Vec<usize> = (0..self.labels).collect();
        let start: usize = labels.iter().map(|c| size(*c)).sum();
        let (mut folds, mut used) = (vec![labels.clone()], start);
        for column in self.labels..self.header.len() {
            if used + size(column) > width + 2 && used > start {
                folds.push(labels.clone());
                used = start;
            }
            used += size(column);
            folds
                .last_mut()
                .into_iter()
                .for_each(|fold| fold.push(column));
        }
        folds
    }

    fn draw(&self, columns: &[usize], width: usize) -> String {
        let mut table = self.table(columns);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(u16::try_from(width + 2).unwrap_or(u16::MAX));
        for (place, column) in table.column_iter_mut().enumerate() {
            let left = columns.get(place).is_some_and(|c| *c < self.labels);
            column.set_padding((0, 2));
            column.set_cell_alignment(if left {
                CellAlignment::Left
            } else {
                CellAlignment::Right
            });
        }
        let lines = table.lines().map(|line| trim(&line));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn table(&self, columns: &[usize]) -> Table {
        let mut table = Table::new();
        table
            .load_style(STYLE)
            .set_header(pick(&self.header, columns));
        table.add_rows(self.rows.iter().map(|row| pick(row, columns)));
        table
    }
}

/// A line without the space (or rule) that pads its last column.
fn trim(line: &str) -> String {
    line.strip_suffix("──")
        .unwrap_or(line)
        .trim_end()
        .to_owned()
}

fn pick(from: &[String], columns: &[usize]) -> Vec<String> {
    let cell = |column: &usize| from.get(*column).cloned().unwrap_or_default();
    columns.iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::Sheet;

    #[test]
    fn what_does_not_fit_is_folded() {
        let mut sheet = Sheet::new(1, ["stage", "days", "waiting"]);
        sheet.row(["triage", "1.5", "12"]);
        let wide = "stage   days  waiting\n─────────────────────\ntriage   1.5       12";
        assert_eq!(sheet.render(40), wide);
        let folded = "stage   days\n────────────\ntriage   1.5\n\nstage   waiting\n───────────────\ntriage       12";
        assert_eq!(sheet.render(20), folded);
    }
}
