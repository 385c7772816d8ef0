//! Every kind of workbook that is written: of a city and its counties, beside last year's figures and without them,
//! and of other families of forms.

use huibiao::formats::workbook::write;
use huibiao::report::table::Workbook;
use huibiao::report::{fill, template};

use crate::{city, forms};

/// Each workbook as it was told, and its bytes.
pub fn workbooks() -> Vec<(Workbook, Vec<u8>)> {
    let (city, last) = (city::roll_up(), city::last_year());
    let mut workbooks = fill::workbooks(&template::built_in(), &city, Some(&last));
    for roll_up in [city, forms::rates(), forms::columns()] {
        workbooks.extend(fill::workbooks(&template::built_in(), &roll_up, None));
    }
    let written = |workbook: Workbook| {
        let bytes = write(&workbook).expect("written");
        (workbook, bytes)
    };
    workbooks.into_iter().map(written).collect()
}
