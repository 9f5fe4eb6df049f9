//! Columns, aligned by characters.

/// Rows as lines; the last column is not padded.
pub(super) fn lines(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    // A cell is one line.
    let one_line = |row: Vec<String>| row.into_iter().map(|cell| cell.replace('\n', " / ")).collect();
    let rows: Vec<Vec<String>> = rows.into_iter().map(one_line).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            if column > 0 {
                line.push_str("  ");
            }
            line.push_str(cell);
            if column + 1 < row.len() {
                let missing = widths.get(column).copied().unwrap_or(0).saturating_sub(cell.chars().count());
                line.extend(std::iter::repeat_n(' ', missing));
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

/// A table with a heading row.
pub(super) fn headed(heading: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let heading: Vec<String> = heading.iter().map(|word| (*word).to_owned()).collect();
    lines(std::iter::once(heading).chain(rows))
}

/// The same, moved in by two.
pub(super) fn indented(text: &str) -> String {
    text.lines().map(|line| if line.is_empty() { "\n".to_owned() } else { format!("  {line}\n") }).collect()
}

/// A word for what was not told.
pub(super) fn or_dash(text: Option<&str>) -> String {
    text.unwrap_or("-").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [vec!["a".to_owned(), "bb".to_owned()], vec!["äöü".to_owned(), "c".to_owned()]];
        assert_eq!(lines(rows), "a    bb\näöü  c\n");
    }
}
