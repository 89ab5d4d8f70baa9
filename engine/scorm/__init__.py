"""SCORM 1.2 packages: a film with captions, notes and a quiz that any learning management system can run."""
