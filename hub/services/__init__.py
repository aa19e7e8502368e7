"""What the hub does: intake, enrolment, feed, publishing, audit."""
