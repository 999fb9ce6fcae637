"""Turn the data of a sheet into a PDF, in a process of its own: `typesetter.py < job > pdf`.

The engine keeps everything it has ever set in memory, and code that is not Python may crash or
hang; a process that ends does neither to the portal. Starting it takes a twentieth of a second.
The data are data: no word of them is ever read as markup.
"""

import json
import sys

import typst


def main() -> None:
    job = json.load(sys.stdin)
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=job["fonts"])
    pdf = typst.compile(
        job["template"].encode(),
        root=job["root"],
        font_paths=fonts,
        sys_inputs={"sheet": json.dumps(job["sheet"])},
        format="pdf",
        # Readable by assistive technology: checked by the engine, which refuses anything less.
        pdf_standards="ua-1",
        timestamp=job["timestamp"],
    )
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
