"""The private store of files: photos and PDFs, each shown to whom its owner says, and then gone."""
