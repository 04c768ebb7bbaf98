"""The faces of mail: the tray, letters and files, mailboxes, and how they are connected."""
