"""The faces of mail: letters and the tray, mailboxes, and how they are connected."""
