; The installer's pictures, which artwork/draw_installer_pictures.py draws. Those that NSIS puts in at first are for 96
; dots per inch, and stretched they blur: screens with more get larger ones, before the first page is shown.

!define MUI_WELCOMEFINISHPAGE_BITMAP "wizard.bmp"
!define MUI_HEADERIMAGE
!define MUI_HEADERIMAGE_RIGHT
!define MUI_HEADERIMAGE_BITMAP "header.bmp"
!define MUI_CUSTOMFUNCTION_GUIINIT ShowSharpPictures
!define MUI_CUSTOMFUNCTION_UNGUIINIT un.ShowSharpPictures

!macro TAKE_PICTURES DENSITY
  File "/oname=$PLUGINSDIR\modern-wizard.bmp" "wizard-${DENSITY}.bmp"
  File "/oname=$PLUGINSDIR\modern-header.bmp" "header-${DENSITY}.bmp"
!macroend

!macro SHOW_SHARP_PICTURES UN
  Function ${UN}ShowSharpPictures
    System::Call 'user32::GetDC(p 0) p .r0'
    System::Call 'gdi32::GetDeviceCaps(p r0, i 88) i .r1' ; LOGPIXELSX
    System::Call 'user32::ReleaseDC(p 0, p r0)'
    ${If} $1 >= 168
      !insertmacro TAKE_PICTURES 192
    ${ElseIf} $1 >= 120
      !insertmacro TAKE_PICTURES 144
    ${Else}
      Return
    ${EndIf}
    SetBrandingImage /IMGID=1046 /RESIZETOFIT "$PLUGINSDIR\modern-header.bmp"
  FunctionEnd
!macroend

!insertmacro SHOW_SHARP_PICTURES ""
!insertmacro SHOW_SHARP_PICTURES "un."
