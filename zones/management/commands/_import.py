"""What the import commands share: their options, their progress line and their report."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zones import changes

SHOWN = 50


class ImportCommand(BaseCommand):
    """Subclasses say what is imported: `run(path, dry_run=, skip_bad=)` returns the report."""

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Check the file and change nothing.")
        parser.add_argument("--skip-bad", action="store_true", help="Leave bad rows out and take the others.")

    def handle(self, *, file, dry_run, skip_bad, **options):
        if not file.is_file():
            raise CommandError(_("There is no file %(path)s.") % {"path": file})
        report = self.run(file, dry_run=dry_run, skip_bad=skip_bad, **self.more(options))
        for note in report.notes[:SHOWN]:
            self.stdout.write(_("Note, row %(note)s") % {"note": note})
        for problem in sorted(report.problems)[:SHOWN]:
            self.stderr.write(_("Row %(problem)s") % {"problem": problem})
        for lines in (report.notes, report.problems):
            if len(lines) > SHOWN:
                self.stdout.write(_("… and %(count)s more.") % {"count": len(lines) - SHOWN})
        if dry_run:
            self.tell_differences(report)
        self.stdout.write(self.summary(report))
        if report.problems and not skip_bad:
            count = len(report.problems)
            raise CommandError(
                ngettext(
                    "Nothing was changed: %(count)s problem.",
                    "Nothing was changed: %(count)s problems.",
                    count,
                )
                % {"count": count}
            )
        if dry_run:
            self.stdout.write(_("Dry run: nothing was changed."))

    def more(self, options):
        """Options of one command alone, as arguments of its `run`."""
        return {}

    def tell_differences(self, report):
        """Field by field what would change, one difference to a line."""
        for row, line in report.differences[:SHOWN]:
            self.stdout.write(_("Row %(row)s, %(what)s") % {"row": row, "what": changes.told(line)})
        if report.difference_count > SHOWN:
            self.stdout.write(_("… and %(count)s more.") % {"count": report.difference_count - SHOWN})
        if not report.changes:
            self.stdout.write(_("Nothing would change."))

    def summary(self, report):
        words = {
            "noun": self.noun(),
            "created": report.created,
            "updated": report.updated,
            "unchanged": report.unchanged,
            "skipped": report.skipped,
        }
        return (
            _("%(noun)s: %(created)s new, %(updated)s changed, %(unchanged)s unchanged, %(skipped)s left out")
            % words
        )

    def progress(self, step, done, total):
        if done % 100 == 0:
            self.stdout.write(f"{step} … {done}/{total}" if done else f"{step} …")
