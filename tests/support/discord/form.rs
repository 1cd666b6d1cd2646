//! Bodies of requests: JSON, or a form of JSON and files.

use serde_json::Value;

use super::id::Id;
use super::world::File;

/// The JSON and the files of a body; an error if it cannot be read or its type is not said.
pub fn parse(content_type: &str, body: &[u8]) -> Result<(Value, Vec<File>), ()> {
    if body.is_empty() {
        return Ok((Value::Null, Vec::new()));
    }
    if content_type.starts_with("application/json") {
        let value = serde_json::from_slice(body).map_err(|_| ())?;
        return Ok((value, Vec::new()));
    }
    let boundary = content_type
        .strip_prefix("multipart/form-data")
        .and_then(|rest| rest.split("boundary=").nth(1))
        .ok_or(())?;
    let mut json = Value::Null;
    let mut files = Vec::new();
    for (head, content) in parts(body, boundary.trim_matches('"')) {
        let name = parameter(&head, "name").ok_or(())?;
        if name == "payload_json" {
            json = serde_json::from_slice(content).map_err(|_| ())?;
        } else {
            files.push(File {
                id: Id(0),
                name: parameter(&head, "filename").ok_or(())?,
                content_type: head
                    .lines()
                    .find_map(|line| line.strip_prefix("Content-Type: "))
                    .unwrap_or("application/octet-stream")
                    .to_owned(),
                bytes: content.to_vec(),
            });
        }
    }
    Ok((json, files))
}

fn parameter(head: &str, name: &str) -> Option<String> {
    let start = head.find(&format!("; {name}=\""))? + name.len() + 4;
    head[start..].split('"').next().map(str::to_owned)
}

/// Each part's head and content.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<(String, &'a [u8])> {
    let line = format!("--{boundary}");
    let starts: Vec<usize> = body
        .windows(line.len())
        .enumerate()
        .filter(|(_, window)| *window == line.as_bytes())
        .map(|(index, _)| index)
        .collect();
    starts
        .windows(2)
        .filter_map(|pair| {
            let part = body.get(pair[0] + line.len() + 2..pair[1] - 2)?;
            let end = part.windows(4).position(|window| window == b"\r\n\r\n")?;
            let head = String::from_utf8_lossy(&part[..end]).into_owned();
            Some((head, &part[end + 4..]))
        })
        .collect()
}
