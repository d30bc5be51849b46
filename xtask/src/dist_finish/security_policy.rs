//! The content security policy, as a meta element so that it holds on any static host: nothing from elsewhere, no
//! inline script but Trunk's loader (by its hash), no inline style, no `eval` but WebAssembly's.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

/// The meta element for a finished page. Workers may start from a blob: a worker that starts from a file has no policy on
/// a host that sends no headers, one from a blob takes over the page's.
pub fn for_page(page: &str) -> String {
    let loaders: String = inline_scripts(page)
        .map(|script| format!(" 'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(script))))
        .collect();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{loaders}; style-src 'self'; connect-src 'self'; \
         worker-src 'self' blob:; img-src 'self' data:; font-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'none'"
    );
    format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
}

/// What stands between `<script …>` and `</script>`, byte for byte as the browser hashes it.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|from_tag| {
        let (attributes, rest) = from_tag.split_once('>')?;
        let (script, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(script)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_inline_script_is_allowed_by_its_hash_and_no_other() {
        let page = "<head><script src=\"./theme.js\"></script>\n<script type=\"module\">\nlet a;\n</script></head>";
        assert_eq!(inline_scripts(page).collect::<Vec<_>>(), ["\nlet a;\n"]);
        // From `printf '\nlet a;\n' | openssl dgst -sha256 -binary | base64`.
        let element = for_page(page);
        assert!(
            element.contains("'wasm-unsafe-eval' 'sha256-mVUM17+Pgbr9k4nIeoTtZL1k7gaurHNmkpipEynFfgk='; style-src"),
            "{element}"
        );
        assert!(!element.contains("unsafe-inline"));
    }

    #[test]
    fn a_page_without_inline_scripts_allows_none() {
        assert!(for_page("<head></head>").contains("script-src 'self' 'wasm-unsafe-eval'; "));
    }
}
