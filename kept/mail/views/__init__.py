"""What mail shows: the tray, mailboxes, letters as designed, and files."""
