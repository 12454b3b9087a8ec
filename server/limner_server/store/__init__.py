"""What is kept: projects, files, instances, change sets, scripts. One module per noun."""
