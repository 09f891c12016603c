from bihuan.site.cli import main

main()
